global using MultiplexCluster.FakeProviders.Counting;
global using MultiplexCluster.FakeProviders.Scripting;
global using Xunit;
