using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;

namespace MultiplexCluster.Contracts.Protocol;

// A router asks for a permit; the endpoint answers at once with one of Granted, Queued, Rejected. A queued
// request gets a second answer, Granted, Rejected or Moved, when its turn comes. Asking again with the same
// CallId is the same question and gets the same permit. Withdraw takes the question back, whatever became of it.

/// <summary>Asks for a permit to call the provider once.</summary>
/// <param name="EndpointId">The endpoint asked.</param>
/// <param name="CallId">The attempt; a repeated question has the same.</param>
/// <param name="RequestId">The request's label, for logs.</param>
/// <param name="Priority">Which of the three queues it waits in.</param>
/// <param name="WaitLimitMs">How long it may still wait, in milliseconds; null for the endpoint's own limit less <paramref name="WaitedMs"/>.</param>
/// <param name="WaitedMs">How long it waited before, elsewhere or here, in milliseconds.</param>
/// <param name="IsRetry">It held a permit of this endpoint before: it goes to the front of its class, and where the queue is full takes the place a free slot stands for.</param>
/// <param name="LastResort">Every circuit of its pool is open: it may be this endpoint's probe.</param>
/// <param name="IsPinned">Its caller named this endpoint: it waits out a cooldown or an open circuit as long as it may.</param>
public sealed record Acquire(
    EndpointId EndpointId,
    CallId CallId,
    RequestId RequestId,
    PriorityClass Priority,
    long? WaitLimitMs,
    long WaitedMs,
    bool IsRetry,
    bool LastResort,
    bool IsPinned = false) : IEndpointMessage
{
    /// <summary>Its caller's lane, 0 – 63: lanes of a class take fair turns. 0 where callers need no key, and from builds that don't know lanes.</summary>
    public byte Lane { get; init; }

    /// <summary>
    /// It waits elsewhere and keeps its place there, or may not wait: it is granted at once or rejected without a trace, never
    /// queued. A build that doesn't know this queues it, and the router withdraws it.
    /// </summary>
    public bool OnlyAtOnce { get; init; }

    /// <summary>The length of the call's body, by which its tokens are estimated; 0 for none, and for calls whose tokens aren't counted.</summary>
    public long BodyBytes { get; init; }

    /// <summary>The model it names; null where it names none, or one whose name is too long to be one.</summary>
    public string? Model { get; init; }

    /// <summary>It only tries a refused key, by a call that costs nothing: granted in quarantine, refused where there is none.</summary>
    public bool IsKeyCheck { get; init; }
}

/// <summary>
/// What a router of another node had to say to one endpoint at one moment, in one message: its reports, then its
/// questions. The same as if each came alone.
/// </summary>
/// <param name="EndpointId">The endpoint spoken to.</param>
/// <param name="Reports">In the order of their numbers.</param>
/// <param name="Questions">In the order they were asked.</param>
public sealed record ReportsAndQuestions(
    EndpointId EndpointId, IReadOnlyList<Report> Reports, IReadOnlyList<Acquire> Questions) : IEndpointMessage;

/// <summary>A permit: one call, now, with this key.</summary>
/// <param name="EndpointId">Whose key.</param>
/// <param name="CallId">The attempt it is for.</param>
/// <param name="Target">Where and how to call.</param>
/// <param name="IsProbe">Its verdict decides for those that wait: say it at the response headers.</param>
/// <param name="Load">The endpoint's load after granting.</param>
public sealed record Granted(
    EndpointId EndpointId,
    CallId CallId,
    UpstreamTarget Target,
    bool IsProbe,
    EndpointLoad Load) : IEndpointReply
{
    /// <summary>Nobody misses the slot at once: when the request succeeds, its report may come with the next question, up to 20 ms later.</summary>
    public bool ReportMayWait { get; init; }

    /// <summary>The endpoint takes <see cref="ReportsAndQuestions"/>; false from builds that don't know it, and within a node, where it saves nothing.</summary>
    public bool TakesSeveral { get; init; }
}

/// <summary>Several permits for one router at one moment: the same as a <see cref="Granted"/> for each, none of them a probe.</summary>
/// <param name="EndpointId">Whose key.</param>
/// <param name="CallIds">The attempts they are for.</param>
/// <param name="Target">Where and how to call.</param>
/// <param name="Load">The endpoint's load after granting all.</param>
/// <param name="ReportMayWait">As in <see cref="Granted"/>.</param>
public sealed record GrantedSeveral(
    EndpointId EndpointId, IReadOnlyList<CallId> CallIds, UpstreamTarget Target, EndpointLoad Load, bool ReportMayWait) : IEndpointReply;

/// <summary>The request waits here.</summary>
/// <param name="EndpointId">Where it waits.</param>
/// <param name="CallId">The attempt.</param>
/// <param name="Position">Its turn among those that wait in its class, from 1, fair turns between callers counted in. It may be nearer where some before it leave, and farther where other callers come.</param>
/// <param name="WaitLimitMs">How long it may wait here, in milliseconds; the router holds it to that.</param>
/// <param name="Load">The endpoint's load.</param>
public sealed record Queued(EndpointId EndpointId, CallId CallId, int Position, long WaitLimitMs, EndpointLoad Load) : IEndpointReply;

/// <summary>The request cannot be served here.</summary>
/// <param name="EndpointId">Who refuses.</param>
/// <param name="CallId">The attempt.</param>
/// <param name="Reason">Why.</param>
/// <param name="RetryAfterMs">The earliest moment it would be admitted, in milliseconds from now; null where none is known.</param>
/// <param name="Detail">The endpoint's reason for an operator or caller, where it has one.</param>
/// <param name="Load">The endpoint's load.</param>
public sealed record Rejected(
    EndpointId EndpointId,
    CallId CallId,
    RejectionReason Reason,
    long? RetryAfterMs,
    string? Detail,
    EndpointLoad Load) : IEndpointReply
{
    /// <summary>Only the request's model is paused: other requests are taken.</summary>
    public bool IsOfModel { get; init; }
}

/// <summary>
/// How busy is the endpoint? A router for which requests wait in its pool asks when it has heard nothing for a while; answered
/// with <see cref="LoadTold"/>. Only asked of endpoints whose <see cref="EndpointLoad.MeanHoldMs"/> was told: others don't know it.
/// </summary>
public sealed record LoadQuery(EndpointId EndpointId, RouterId Router) : IEndpointMessage;

/// <summary>The answer to <see cref="LoadQuery"/>.</summary>
public sealed record LoadTold(EndpointId EndpointId, EndpointLoad Load) : IEndpointReply;

/// <summary>The endpoint moves to another node: ask again.</summary>
public sealed record Moved(EndpointId EndpointId, CallId CallId) : IEndpointReply;

/// <summary>Takes a question back: a waiter leaves the queue, an unused permit returns. Repeated until <see cref="Withdrawn"/> comes.</summary>
public sealed record Withdraw(EndpointId EndpointId, CallId CallId) : IEndpointMessage;

/// <summary>Nothing of that question is left here.</summary>
public sealed record Withdrawn(EndpointId EndpointId, CallId CallId, EndpointLoad Load) : IEndpointReply;
