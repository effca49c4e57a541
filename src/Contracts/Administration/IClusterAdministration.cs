namespace MultiplexCluster.Contracts.Administration;

/// <summary>What an operator may know of the cluster.</summary>
public interface IClusterAdministration
{
    /// <summary>The cluster as this node sees it, within about two seconds.</summary>
    Task<ClusterOverview> DescribeAsync(CancellationToken ct);
}

/// <summary>The cluster as one node sees it.</summary>
/// <param name="Members">Its nodes, in the order of their addresses.</param>
/// <param name="Database">The store.</param>
public sealed record ClusterOverview(IReadOnlyList<ClusterMember> Members, DatabaseOverview Database);

/// <summary>A node.</summary>
/// <param name="Address"><c>host:port</c>, as the other nodes reach it.</param>
/// <param name="Roles">Its roles, sorted.</param>
/// <param name="Status"><c>joining</c>, <c>up</c>, <c>leaving</c>, <c>exiting</c>, <c>down</c>, or <c>unreachable</c> whatever it was.</param>
/// <param name="Shards">The shards of endpoints it holds; null when it did not say.</param>
/// <param name="IsSelf">Whether it is the one that answers.</param>
public sealed record ClusterMember(string Address, IReadOnlyList<string> Roles, string Status, int? Shards, bool IsSelf);

/// <summary>The store.</summary>
/// <param name="Provider"><c>sqlite</c> or <c>postgresql</c>.</param>
/// <param name="IsReachable">Whether it answered this node within two seconds.</param>
public sealed record DatabaseOverview(string Provider, bool IsReachable);
