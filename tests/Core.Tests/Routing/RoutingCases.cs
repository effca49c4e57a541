using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Core.Routing;

namespace MultiplexCluster.Core.Tests.Routing;

/// <summary>What the routing specs share.</summary>
internal static class RoutingCases
{
    public static readonly TimeSpan Now = TimeSpan.FromHours(1);

    public static EndpointSettings Plain(PriorityClass tier = PriorityClass.Medium, int limit = 2, int weight = 1) =>
        new() { Provider = ProviderKind.OpenAi, Tier = tier, MaxConcurrentRequests = limit, Weight = weight };

    public static RoutingEntry Entry(
        string id, EndpointSettings? settings = null, EndpointState state = EndpointState.Available, int running = 0, int waiting = 0, int forMs = 0)
    {
        var entry = new RoutingEntry(EndpointId.Parse(id)) { Settings = settings ?? Plain() };
        entry.Heard(new EndpointLoad(state, forMs, running, 0, waiting), Now);
        return entry;
    }

    public static Pool PoolOf(params IEnumerable<RoutingEntry> entries)
    {
        var pool = new Pool();
        foreach (var entry in entries)
        {
            pool.Add(entry);
        }

        return pool;
    }

    public static EndpointAnnouncement Announcement(string id, EndpointSettings settings, long incarnation = 1, long version = 1, int running = 0) =>
        new(EndpointId.Parse(id), incarnation, version, settings, new EndpointLoad(EndpointState.Available, 0, running, 0, 0));
}
