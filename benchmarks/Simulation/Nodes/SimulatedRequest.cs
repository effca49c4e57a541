using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Core.Routing;

namespace MultiplexCluster.Simulation.Nodes;

/// <summary>A request on its way through one router.</summary>
internal sealed class SimulatedRequest(CallId id, int caller, PriorityClass priority, TimeSpan arrived)
{
    public CallId Id { get; private set; } = id;

    public int Caller => caller;

    public PriorityClass Priority => priority;

    public TimeSpan Arrived { get; } = arrived;

    public RequestPhase Phase { get; set; }

    public SimulatedEndpoint? Endpoint { get; set; }

    public RoutingEntry? Entry { get; set; }

    public CallTrail? Trail { get; set; }

    public int Attempts { get; set; }

    public TimeSpan WaitBegan { get; set; } = arrived;

    public TimeSpan Waited { get; set; }

    /// <summary>It asks another endpoint whether it could start there, while it waits.</summary>
    public bool IsMoving { get; set; }

    /// <summary>It repeats a failed call.</summary>
    public bool IsRetry { get; set; }

    public CallTrail TrailOrNew => Trail ??= new CallTrail();

    public void NextId() => Id = Id with { Attempt = Id.Attempt + 1 };

    /// <summary>Its permit was given under another question.</summary>
    public void Become(CallId other) => Id = other;
}

/// <summary>Where a request stands.</summary>
internal enum RequestPhase
{
    Asking,
    Waiting,
    Running,
    BackingOff,
    Done,
}
