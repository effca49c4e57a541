using Xunit;

namespace MultiplexCluster.Host.Tests.DataPlane;

/// <summary>For tests that measure short times or memory: they run one after another, with nothing beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class MeasuredTests
{
    public const string Name = "measured";
}
