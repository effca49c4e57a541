using Xunit;

namespace MultiplexCluster.Faults.Tests;

/// <summary>For tests that measure times, or whose load would be felt: they run one after another, with nothing beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class MeasuredTests
{
    public const string Name = "measured";
}
