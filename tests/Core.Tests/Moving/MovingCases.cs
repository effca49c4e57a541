using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Core.Moving;
using MultiplexCluster.Core.Routing;
using static MultiplexCluster.Core.Tests.Routing.RoutingCases;

namespace MultiplexCluster.Core.Tests.Moving;

/// <summary>A request that waits.</summary>
internal sealed record FakeMovable(long Number, RoutingEntry? Entry, PriorityClass Priority = PriorityClass.Medium, WaitingKind Kind = default) : IMovable
{
    public int Position { get; init; } = 1;

    public CallTrail? Trail { get; init; }
}

/// <summary>What the specs of moving share.</summary>
internal static class MovingCases
{
    public static readonly PoolKey Key = new(ProviderKind.OpenAi, null, IsAccount: false);

    public static RoutingEntry Full(string id, int waiting = 0, int holdMs = 1_000, int pausedForMs = 0, EndpointSettings? settings = null)
    {
        var entry = Entry(id, settings);
        var state = pausedForMs > 0 ? EndpointState.CoolingDown : EndpointState.Available;
        entry.Heard(new EndpointLoad(state, pausedForMs, entry.Settings.MaxConcurrentRequests, 0, waiting) { MeanHoldMs = holdMs }, Now);
        return entry;
    }

    public static WaitingKind Model(string name) => new(name, null, null);

    /// <summary>Those that take an endpoint's slots, each of which is gone with its request.</summary>
    public static List<long> Takers(
        this WaitingRequests<FakeMovable> waiting, RoutingEntry entry, Func<FakeMovable, RoutingEntry, bool>? suits = null, int most = 1_000)
    {
        List<long> numbers = [];
        foreach (var request in waiting.TakersOf(entry, most, () => Now, suits ?? ((_, _) => true), MoveRules.MayMove))
        {
            waiting.Remove(request);
            entry.Asked++;
            numbers.Add(request.Number);
        }

        return numbers;
    }

    public static List<(long Number, string To)> TakersIn(
        this WaitingRequests<FakeMovable> waiting, IReadOnlyList<RoutingEntry> free, Func<FakeMovable, RoutingEntry, bool> suits, int looks)
    {
        List<(long, string)> moved = [];
        foreach (var (request, to) in waiting.TakersIn(Key, free, 1_000, () => Now, suits, MoveRules.MayMove, new Looks(looks, isStrict: false)))
        {
            waiting.Remove(request);
            to.Asked++;
            moved.Add((request.Number, to.Id.Value));
        }

        return moved;
    }
}
