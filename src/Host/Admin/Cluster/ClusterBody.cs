using MultiplexCluster.Contracts.Administration;

namespace MultiplexCluster.Host.Admin.Cluster;

/// <summary>The cluster as this node sees it.</summary>
/// <param name="Members">Its nodes.</param>
/// <param name="Database">The store.</param>
/// <param name="Version">The version of the node that answers; other nodes may have another.</param>
public sealed record ClusterBody(IReadOnlyList<ClusterMemberBody> Members, DatabaseBody Database, string Version)
{
    internal static ClusterBody Of(ClusterOverview cluster, string version) => new(
        [.. cluster.Members.Select(m => new ClusterMemberBody(m.Address, m.Roles, m.Status, m.Shards, m.IsSelf))],
        new DatabaseBody(cluster.Database.Provider, cluster.Database.IsReachable),
        version);
}

/// <summary>A node.</summary>
/// <param name="Address"><c>host:port</c>, as the other nodes reach it.</param>
/// <param name="Roles">Its roles.</param>
/// <param name="Status"><c>joining</c>, <c>up</c>, <c>leaving</c>, <c>exiting</c>, <c>down</c> or <c>unreachable</c>.</param>
/// <param name="Shards">The shards of endpoints it holds; null when it did not say.</param>
/// <param name="Self">Whether it is the one that answers.</param>
public sealed record ClusterMemberBody(string Address, IReadOnlyList<string> Roles, string Status, int? Shards, bool Self);

/// <summary>The store.</summary>
/// <param name="Provider"><c>sqlite</c> or <c>postgresql</c>.</param>
/// <param name="Reachable">Whether it answered the node within two seconds.</param>
public sealed record DatabaseBody(string Provider, bool Reachable);
