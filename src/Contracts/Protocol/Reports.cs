using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Requests;

namespace MultiplexCluster.Contracts.Protocol;

// What became of a permit. A router numbers its reports per endpoint and keeps them until a checkpoint of the
// endpoint's counters covers them, so that a new incarnation of either side counts each exactly once.

/// <summary>The response headers of a probe have come: others need not wait for its body.</summary>
public sealed record ProbeVerdict(EndpointId EndpointId, CallId CallId, OutcomeClass Outcome) : IEndpointMessage;

/// <summary>The end of an attempt, of a request, or of both at once. Applied in the order of <paramref name="Number"/>, each once.</summary>
/// <param name="EndpointId">The endpoint that counts it.</param>
/// <param name="CallId">The attempt; its permit, if any, is returned.</param>
/// <param name="Number">This router's count of reports to this endpoint, from 1 without gaps.</param>
/// <param name="Attempt">How the attempt ended; null when no attempt was made.</param>
/// <param name="Request">How the request ended; null when it goes on with another attempt.</param>
/// <param name="Usage">The attempt's tokens.</param>
/// <param name="RetryAfterMs">The delay the provider asked for, in milliseconds from now; null where it named none.</param>
/// <param name="Detail">Why a key was refused or an account ran out, for the operator; null otherwise.</param>
public sealed record Report(
    EndpointId EndpointId,
    CallId CallId,
    long Number,
    OutcomeClass? Attempt,
    RequestOutcome? Request,
    TokenUsage Usage,
    long? RetryAfterMs,
    string? Detail) : IEndpointMessage
{
    /// <summary>Who pauses for what the call met; null for what the outcome's class says.</summary>
    public PauseScope? Scope { get; init; }

    /// <summary>The called model, where <see cref="Scope"/> is the model; else null.</summary>
    public string? Model { get; init; }

    /// <summary>The end of a free call that tries a refused key: no request, so that it is in no figure.</summary>
    public bool IsKeyCheck { get; init; }
}

/// <summary>The router's reports go up to <paramref name="Number"/>, and it has heard of none being durable for a while: is one missing?</summary>
public sealed record ReportsSent(EndpointId EndpointId, RouterId Router, long Number) : IEndpointMessage;

/// <summary>Reports of this router up to <paramref name="Number"/> are durable: they may be forgotten.</summary>
public sealed record ReportsCovered(EndpointId EndpointId, RouterId Router, long Number) : IEndpointReply;

/// <summary>A report is missing: send again from <paramref name="FromNumber"/>.</summary>
public sealed record ReportsMissing(EndpointId EndpointId, RouterId Router, long FromNumber) : IEndpointReply;
