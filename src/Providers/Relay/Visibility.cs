using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("MultiplexCluster.Providers.Tests")]
