using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;

namespace MultiplexCluster.Contracts.Protocol;

// What runs and waits at the moment, as each node's router knows it. Asked by the admin API of every node.

/// <summary>Which requests do you have? Answered with a page of <see cref="ActivePage"/>.</summary>
/// <param name="After">Only those that came after the one with this number; 0 for all.</param>
/// <param name="Most">So many at most; the router may give fewer.</param>
public sealed record ActiveQuery(long After, int Most) : IWireMessage
{
    /// <summary>Requests in one page at most: with all their reasons below the frame limit.</summary>
    public const int MostPerPage = 20;
}

/// <summary>A router's requests, those first that came first.</summary>
/// <param name="Requests">Some of them.</param>
/// <param name="More">How many follow.</param>
public sealed record ActivePage(IReadOnlyList<ActiveRequest> Requests, int More) : IWireMessage;

/// <summary>A request on its way.</summary>
/// <param name="Number">Its number at its router, from 1.</param>
/// <param name="Id">Its label.</param>
/// <param name="Provider">Whose endpoints can serve it.</param>
/// <param name="Model">The model it names; null where it names none.</param>
/// <param name="Pool">The pool it asks for; null for the one without a label.</param>
/// <param name="Priority">Its class.</param>
/// <param name="State">What it does.</param>
/// <param name="Endpoint">Where it asks, waits or runs, or was last.</param>
/// <param name="Attempts">Calls made.</param>
/// <param name="WaitedMs">Waited so far in queues and backoff, in milliseconds.</param>
/// <param name="AgeMs">Milliseconds since it began to wait, or to run where it runs, and what it waited before.</param>
/// <param name="StartedAt">When its running call began, UTC; null where none runs.</param>
/// <param name="Position">Its place in the queue as last told, from 1; null where it doesn't wait.</param>
/// <param name="EstimatedStart">When a slot is expected for it, UTC; null where that can't be told.</param>
/// <param name="WaitsFor">Why each endpoint doesn't serve it at the moment; empty where it doesn't wait.</param>
/// <param name="MoreEndpoints">Endpoints besides those named.</param>
public sealed record ActiveRequest(
    long Number,
    RequestId Id,
    ProviderKind Provider,
    string? Model,
    string? Pool,
    PriorityClass Priority,
    ActiveState State,
    EndpointId Endpoint,
    int Attempts,
    long WaitedMs,
    long AgeMs,
    DateTimeOffset? StartedAt,
    int? Position,
    DateTimeOffset? EstimatedStart,
    IReadOnlyList<WaitReason> WaitsFor,
    int MoreEndpoints)
{
    /// <summary>The alias it came by; null for none, and from builds that don't tell it.</summary>
    public string? Alias { get; init; }
}

/// <summary>Why an endpoint doesn't serve a request at the moment.</summary>
/// <param name="Endpoint">Which one.</param>
/// <param name="Reason">For a person, such as <c>at capacity</c>.</param>
/// <param name="Until">When that ends by itself, UTC; else null.</param>
/// <param name="EstimatedStart">When it is expected to have a slot for the request, UTC; null where that can't be told.</param>
public sealed record WaitReason(EndpointId Endpoint, string Reason, DateTimeOffset? Until, DateTimeOffset? EstimatedStart);

/// <summary>What a request does. The numbers are sent.</summary>
public enum ActiveState
{
    /// <summary>It asked an endpoint and has no answer yet.</summary>
    Asking = 1,

    /// <summary>It waits in a queue.</summary>
    Waiting = 2,

    /// <summary>It waits out a delay before it tries again.</summary>
    BackingOff = 3,

    /// <summary>Its call runs.</summary>
    Running = 4,
}

/// <summary>Which of your requests carry this label? Answered with <see cref="RequestsFound"/>.</summary>
public sealed record FindRequests(RequestId Id) : IWireMessage;

/// <summary>The numbers at their router of those that do; a hundred at most.</summary>
public sealed record RequestsFound(IReadOnlyList<long> Numbers) : IWireMessage;

/// <summary>End this request. Answered with <see cref="RequestEnded"/>.</summary>
/// <param name="Number">Its number at the router.</param>
/// <param name="Id">Its label.</param>
public sealed record CancelRequest(long Number, RequestId Id) : IWireMessage;

/// <summary>The answer to <see cref="CancelRequest"/>.</summary>
/// <param name="WasThere">False when it had ended already.</param>
public sealed record RequestEnded(bool WasThere) : IWireMessage;
