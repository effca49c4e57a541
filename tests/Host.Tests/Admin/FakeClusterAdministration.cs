using MultiplexCluster.Contracts.Administration;

namespace MultiplexCluster.Host.Tests.Admin;

/// <summary>A cluster of two, one of which says nothing.</summary>
internal sealed class FakeClusterAdministration : IClusterAdministration
{
    public Task<ClusterOverview> DescribeAsync(CancellationToken ct) => Task.FromResult(new ClusterOverview(
        [
            new ClusterMember("10.0.0.1:4053", ["endpoint"], "up", 64, IsSelf: true),
            new ClusterMember("10.0.0.2:4053", ["endpoint", "frontend"], "unreachable", null, IsSelf: false),
        ],
        new DatabaseOverview("postgresql", IsReachable: true)));
}
