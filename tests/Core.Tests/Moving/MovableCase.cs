using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Core.Moving;
using MultiplexCluster.Core.Routing;

namespace MultiplexCluster.Core.Tests.Moving;

/// <summary>A request that waits, for the specs.</summary>
internal sealed record MovableCase(long Number, RoutingEntry? Entry, PriorityClass Priority = PriorityClass.Medium, string? Model = null) : IMovable
{
    public WaitingKind Kind => new(Model, null, null);

    public int Position { get; init; } = 1;

    public CallTrail? Trail { get; init; }
}
