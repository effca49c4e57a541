global using Akka.Actor;
global using MultiplexCluster.Contracts.Endpoints;
global using MultiplexCluster.Contracts.Identity;
global using MultiplexCluster.Contracts.Protocol;
global using MultiplexCluster.Contracts.Requests;
global using MultiplexCluster.Providers.Calls;
global using Xunit;
