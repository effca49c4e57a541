using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Sharding;
using Akka.Hosting;
using MultiplexCluster.Actors.Hosting;
using MultiplexCluster.Actors.Membership;
using MultiplexCluster.Actors.Storage;
using MultiplexCluster.Contracts.Administration;

namespace MultiplexCluster.Actors.Administration;

/// <summary>The way from the admin API to what the cluster knows of itself.</summary>
public sealed class ClusterAdministration(ActorSystem system, IRequiredActor<EndpointRegion> region, StoreOptions store) : IClusterAdministration
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    // The region gives up first, so that what some nodes said is not lost with those that said nothing.
    private static readonly TimeSpan RegionsPatience = TimeSpan.FromSeconds(1.5);

    /// <inheritdoc/>
    public async Task<ClusterOverview> DescribeAsync(CancellationToken ct)
    {
        var database = new StoreProbe(store).IsReachable(ct);
        var shards = await ShardsAsync(ct);
        var cluster = Cluster.Get(system);
        var (state, self) = (cluster.State, cluster.SelfUniqueAddress);
        return new ClusterOverview(
            [
                .. state.Members.OrderBy(m => m.Address.Host, StringComparer.Ordinal).ThenBy(m => m.Address.Port).Select(member => new ClusterMember(
                    member.Address.ToHostAndPort(),
                    [.. member.Roles.Order(StringComparer.Ordinal)],
                    state.Unreachable.Contains(member) ? "unreachable" : NameOf(member.Status),
                    shards.TryGetValue(member.UniqueAddress.Equals(self) ? self.Address : member.Address, out var count) ? count : null,
                    member.UniqueAddress.Equals(self))),
            ],
            new DatabaseOverview(store.Provider is StoreProvider.Sqlite ? "sqlite" : "postgresql", await database));
    }

    private async Task<IReadOnlyDictionary<Address, int>> ShardsAsync(CancellationToken ct)
    {
        try
        {
            var stats = await (await region.GetAsync(ct)).Ask<ClusterShardingStats>(new GetClusterShardingStats(RegionsPatience), Patience, ct);
            return stats.Regions.ToDictionary(r => r.Key, r => r.Value.Stats.Count);
        }
        catch (AskTimeoutException)
        {
            return new Dictionary<Address, int>();
        }
    }

    private static string NameOf(MemberStatus status) => status switch
    {
        MemberStatus.Joining or MemberStatus.WeaklyUp => "joining",
        MemberStatus.Up => "up",
        MemberStatus.Leaving => "leaving",
        MemberStatus.Exiting => "exiting",
        MemberStatus.Down or MemberStatus.Removed => "down",
        _ => throw new InvalidOperationException($"unknown status {status}"),
    };
}
