using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Requests;

namespace MultiplexCluster.Providers.Calls;

/// <summary>
/// One caller's request on its way to its one final answer. The router decides, and says its decisions here:
/// any number of <see cref="Perform"/>, each answered by <see cref="AttemptOrder.Ended"/>, then exactly one
/// <see cref="Finish"/>. Both only signal the flow that owns the caller's connection and return at once; that flow
/// does the work, so no byte ever passes through a mailbox.
/// </summary>
public abstract class ProviderRequest
{
    /// <summary>The request's number at this node's router, from 1; the router sets it when it takes the request.</summary>
    public long Ticket { get; set; }

    /// <summary>The request's label.</summary>
    public required RequestId Id { get; init; }

    /// <summary>Whose endpoints can serve it.</summary>
    public required ProviderKind Provider { get; init; }

    /// <summary>The model it names, or null where it names none.</summary>
    public string? Model { get; init; }

    /// <summary>The alias that its caller named in place of a model; null for none.</summary>
    public virtual string? Alias => null;

    /// <summary>The length of its body, by which its tokens are estimated; 0 for none, and for calls whose tokens aren't counted.</summary>
    public virtual long BodyBytes => 0;

    /// <summary>What its caller asks of its routing.</summary>
    public CallWishes Wishes { get; init; } = new();

    /// <summary>Calls that were made for it under another model already; its own count on from there.</summary>
    public int AttemptsBefore { get; init; }

    /// <summary>What it waited before under another model; its own waits count on from there.</summary>
    public TimeSpan WaitedBefore { get; init; }

    /// <summary>How long it may wait under this model, before another takes it; null for all the time it has, zero for a free slot or nothing.</summary>
    public TimeSpan? WaitHere { get; init; }

    /// <summary>Its place in every queue.</summary>
    public PriorityClass Priority => Wishes.Priority;

    /// <summary>Pool label, or null for the unlabelled pool.</summary>
    public string? Pool => Wishes.Pool;

    /// <summary>The one endpoint to use, or null for any.</summary>
    public EndpointId? Pinned => Wishes.Pinned;

    /// <summary>Longest wait in queues and backoff together; null for the endpoint's own limit.</summary>
    public TimeSpan? WaitLimit => Wishes.WaitLimit;

    /// <summary>
    /// The endpoint whose account holds an object that the request names: it can be served only there, or by another
    /// endpoint of its quota group. Null where nothing is known; a pin wins.
    /// </summary>
    public EndpointId? Affinity { get; init; }

    /// <summary>Its path names an object of one account: where nothing is known of it, one account's 404 says nothing of the others.</summary>
    public bool NamesObject { get; init; }

    /// <summary>Lists one account's objects: unpinned it always goes to the same endpoint, as long as that serves.</summary>
    public bool ListsObjects { get; init; }

    /// <summary>Creates something that is paid for (a batch, a video, a file): sent again only when it surely was not executed.</summary>
    public bool CreatesPaidObject { get; init; }

    /// <summary>It only tries a refused key: no request of a caller, so counted as none, and made once.</summary>
    public bool IsKeyCheck { get; init; }

    /// <summary>Signals the flow to make one call with this permit. Never throws and never blocks.</summary>
    public abstract void Perform(AttemptOrder order);

    /// <summary>
    /// Signals the flow that an operator ends the request: a running exchange is broken off, and unless its answer has begun the
    /// caller gets <see cref="CancelledByOperator"/>. Never throws and never blocks.
    /// </summary>
    public abstract void Cancel();

    /// <summary>What the caller of a request gets that an operator has ended.</summary>
    public static ServiceError CancelledByOperator { get; } =
        new(ServiceErrorCode.RequestCancelled, "An operator of this service has cancelled the request.");

    /// <summary>Signals the flow to give the caller its final answer. Never throws and never blocks.</summary>
    public abstract void Finish(in FinalAnswer answer);
}
