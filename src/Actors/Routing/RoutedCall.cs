using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Core.Moving;
using MultiplexCluster.Core.Retrying;
using MultiplexCluster.Core.Routing;
using MultiplexCluster.Providers.Calls;

namespace MultiplexCluster.Actors.Routing;

/// <summary>A request on its way: where it stands, where it has been.</summary>
internal sealed class RoutedCall(RouterId router, ProviderRequest request) : IMovable
{
    public ProviderRequest Request { get; } = request;

    public CallPhase Phase { get; set; }

    /// <summary>Its caller left while a call ran whose end may not say so.</summary>
    public bool CallerHasLeft { get; set; }

    /// <summary>An operator ended it while a call ran whose end may not say so.</summary>
    public bool IsCancelled { get; set; }

    /// <summary>The attempt it asks for, waits for or makes. Each question to another endpoint is a new one.</summary>
    public CallId Id { get; private set; } = new(router, request.Ticket, 0);

    private int _lastId;

    /// <summary>Calls made, those under another model included.</summary>
    public int Attempts { get; set; } = request.AttemptsBefore;

    /// <summary>Calls made here.</summary>
    public int OwnAttempts => Attempts - Request.AttemptsBefore;

    /// <summary>Where it asks, waits or runs; in between, where it was last.</summary>
    public EndpointLink? Link { get; set; }

    /// <summary>Where it was before: it counts there when the endpoint it asks turns out not to exist.</summary>
    public EndpointLink? FormerLink { get; set; }

    /// <summary>What the directory knows of that endpoint; null when it is pinned to one the directory doesn't know.</summary>
    public RoutingEntry? Entry { get; set; }

    /// <summary>Where it has been; null until it had to move or try again.</summary>
    public CallTrail? Trail { get; set; }

    /// <summary>When it began to wait for the permit it now waits for; while its call runs, when that began.</summary>
    public TimeSpan WaitBegan { get; set; }

    /// <summary>Waited before that, in queues and backoff.</summary>
    public TimeSpan Waited { get; set; } = request.WaitedBefore;

    /// <summary>How long it may wait in all.</summary>
    public WaitBudget Wait => new(Request.WaitLimit, Request.WaitedBefore, Request.WaitHere);

    /// <summary>It held a permit of the endpoint it asks before.</summary>
    public bool IsRetry { get; set; }

    /// <summary>It may be the probe of an open circuit.</summary>
    public bool IsLastResort { get; set; }

    /// <summary>The permit of the running or last call.</summary>
    public Granted? Permit { get; set; }

    /// <summary>When the last question was sent.</summary>
    public TimeSpan AskedAt { get; set; }

    /// <summary>While it asks: when it gives up although no endpoint has said a word.</summary>
    public TimeSpan AskingEnds { get; set; }

    /// <summary>While it waits: when it must be answered.</summary>
    public TimeSpan WaitEnds { get; set; }

    /// <summary>The earliest moment an endpoint that refused would admit it, in milliseconds from then.</summary>
    public long? RetryAfterMs { get; private set; }

    /// <summary>Of the refusals since its last call, the one that leaves most hope: the answer when nobody admits it.</summary>
    public Rejected? Refusal { get; private set; }

    /// <summary>Its stay in queues; null until it had to wait.</summary>
    public QueueStay? Stay { get; private set; }

    public QueueStay StayOrNew => Stay ??= new QueueStay();

    /// <summary>The delay it waits out; null for none.</summary>
    public Delay? Delay { get; set; }

    /// <summary>Its part in what its pool may repeat at a time.</summary>
    public RetryTurn Retry;

    public CallTrail TrailOrNew => Trail ??= new CallTrail();

    public long QueueMs => (long)Waited.TotalMilliseconds;

    public TimeSpan WaitedUntil(TimeSpan now) => Waited + (now - WaitBegan);

    public void NextId() => Id = TakeId();

    /// <summary>The id of a further question.</summary>
    public CallId TakeId() => Id with { Attempt = ++_lastId };

    /// <summary>It has another endpoint's permit, by a question of its own.</summary>
    public void MoveTo(CallId id, EndpointLink link, RoutingEntry entry, bool isRetry)
    {
        (FormerLink, Link, Entry) = (Link, link, entry);
        (Id, IsRetry, IsLastResort) = (id, isRetry, false);
    }

    public bool Is(CallId id) => Id == id;

    long IMovable.Number => Request.Ticket;

    PriorityClass IMovable.Priority => Request.Priority;

    WaitingKind IMovable.Kind => KindOf(Request);

    int IMovable.Position => Stay?.Position ?? 0;

    public static WaitingKind KindOf(ProviderRequest request) =>
        new(request.Model, request.Affinity, request.Pool) { HasLimit = request.WaitLimit is not null };

    public void Refused(Rejected refusal)
    {
        if (Refusal is null || RefusalRules.LeavesMoreHope(refusal.Reason, Refusal.Reason))
        {
            Refusal = refusal;
        }

        if (refusal.RetryAfterMs is { } after)
        {
            RetryAfterMs = RetryAfterMs is { } other ? Math.Min(other, after) : after;
        }
    }

    /// <summary>A new attempt begins: what refused before may be asked again.</summary>
    public void ForgetRefusals()
    {
        (Refusal, RetryAfterMs) = (null, null);
        Trail?.ForgetRefusals();
    }
}

/// <summary>Where a request stands.</summary>
internal enum CallPhase
{
    /// <summary>It asked an endpoint and has no answer yet.</summary>
    Asking,

    /// <summary>It waits in an endpoint's queue.</summary>
    Waiting,

    /// <summary>It waits out a delay before it asks the same endpoint again.</summary>
    BackingOff,

    /// <summary>Its call runs.</summary>
    Performing,
}
