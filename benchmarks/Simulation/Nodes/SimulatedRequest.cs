using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Core.Moving;
using MultiplexCluster.Core.Retrying;
using MultiplexCluster.Core.Routing;

namespace MultiplexCluster.Simulation.Nodes;

/// <summary>A request on its way through one router.</summary>
internal sealed class SimulatedRequest(RouterId router, long number, Wish wish, TimeSpan arrived, Action ended) : IMovable
{
    private int _lastId;

    /// <summary>The attempt it asks for, waits for or makes.</summary>
    public CallId Id { get; private set; } = new(router, number, 0);

    public long Number => number;

    public Wish Wish => wish;

    public PriorityClass Priority => wish.Priority;

    public WaitingKind Kind => default;

    public TimeSpan Arrived { get; } = arrived;

    /// <summary>Told of the end.</summary>
    public Action Ended => ended;

    public RequestPhase Phase { get; set; }

    public RoutingEntry? Entry { get; set; }

    public int Position { get; set; }

    public CallTrail? Trail { get; set; }

    public CallTrail TrailOrNew => Trail ??= new CallTrail();

    public int Attempts { get; set; }

    public TimeSpan WaitBegan { get; set; } = arrived;

    public TimeSpan Waited { get; set; }

    /// <summary>The slot it tries to get elsewhere while it waits.</summary>
    public Move? Move { get; set; }

    /// <summary>Its part in what its pool may repeat at a time.</summary>
    public RetryTurn Retry;

    public TimeSpan WaitedUntil(TimeSpan now) => Waited + (now - WaitBegan);

    public void NextId() => Id = TakeId();

    /// <summary>The id of a further question.</summary>
    public CallId TakeId() => Id with { Attempt = ++_lastId };

    /// <summary>It has another endpoint's permit, or a place there, by a question of its own.</summary>
    public void MoveTo(Move move) => (Id, Entry) = (move.Id, move.Entry);
}

/// <summary>What a caller asks for.</summary>
/// <param name="Caller">Whose it is.</param>
/// <param name="Priority">Its class.</param>
/// <param name="Lane">Its caller's lane; 0 where callers need no key.</param>
/// <param name="BodyBytes">The length of its body.</param>
/// <param name="Usage">What its call will use.</param>
internal readonly record struct Wish(int Caller, PriorityClass Priority, byte Lane = 0, long BodyBytes = 0, TokenUsage Usage = default);

/// <summary>A question whether a request that waits elsewhere can start here, or wait here instead.</summary>
/// <param name="Id">The question's own.</param>
/// <param name="Entry">The endpoint.</param>
/// <param name="MayQueue">It would wait there rather than where it does.</param>
internal sealed record Move(CallId Id, RoutingEntry Entry, bool MayQueue);

/// <summary>Where a request stands.</summary>
internal enum RequestPhase
{
    Asking,
    Waiting,
    Running,
    BackingOff,
    Done,
}
