using Akka.Actor;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Providers.Calls;

namespace MultiplexCluster.Actors.Routing;

// What a router, its callers and its workers say to each other. All of it stays on one node.

/// <summary>Take this request to its final answer.</summary>
internal sealed record Execute(ProviderRequest Request) : INoSerializationVerificationNeeded;

/// <summary>The caller of that request has left.</summary>
internal sealed record CallerLeft(long Ticket) : INoSerializationVerificationNeeded;

/// <summary>Make this call.</summary>
/// <param name="Request">For whom.</param>
/// <param name="Permit">With which key.</param>
/// <param name="Attempt">Counts the request's calls, from 1.</param>
/// <param name="QueueMs">How long it has waited, milliseconds.</param>
/// <param name="PermitLost">Cancelled when the call must break off.</param>
internal sealed record Perform(ProviderRequest Request, Granted Permit, int Attempt, long QueueMs, CancellationToken PermitLost) : INoSerializationVerificationNeeded;

/// <summary>The response headers of a probe have come.</summary>
internal sealed record ProbeHeaders(EndpointId EndpointId, CallId CallId, OutcomeClass Outcome) : INoSerializationVerificationNeeded;

/// <summary>The head of a good answer says that nothing is left of a limit for so long.</summary>
internal sealed record LimitHeaders(EndpointId EndpointId, CallId CallId, TimeSpan Remaining, PauseScope Scope) : INoSerializationVerificationNeeded;

/// <summary>The call has ended, and its upstream exchange is closed.</summary>
internal sealed record AttemptEnded(EndpointId EndpointId, CallId CallId, AttemptResult Result) : INoSerializationVerificationNeeded;

/// <summary>Answered with <see cref="Settled"/> when all that was said to the router before is said on to the endpoints.</summary>
internal sealed record Settle : INoSerializationVerificationNeeded;

/// <summary>The answer to <see cref="Settle"/>.</summary>
internal sealed record Settled : INoSerializationVerificationNeeded
{
    public static readonly Settled Instance = new();
}

/// <summary>The delay before a request's next attempt is over.</summary>
internal sealed record BackoffOver(CallId CallId) : INoSerializationVerificationNeeded;

/// <summary>How many endpoints does the router know? Answered with <see cref="EndpointsKnown"/>.</summary>
internal sealed record CountEndpoints : INoSerializationVerificationNeeded;

/// <summary>The answer to <see cref="CountEndpoints"/>.</summary>
internal sealed record EndpointsKnown(int Count) : INoSerializationVerificationNeeded;

/// <summary>A node can't be reached, or is no member any more: what was on it is elsewhere soon.</summary>
internal sealed record NodeUnreachable(Address Address) : INoSerializationVerificationNeeded;

/// <summary>The node ends: whatever waits is answered now.</summary>
internal sealed record EndWaiting : INoSerializationVerificationNeeded
{
    public static readonly EndWaiting Instance = new();
}

/// <summary>Time to ask endpoints that have been quiet whether they miss a report.</summary>
internal sealed record Remind : INoSerializationVerificationNeeded
{
    public static readonly Remind Instance = new();
}

/// <summary>Time to look for questions without an answer and waits past their deadline.</summary>
internal sealed record Sweep : INoSerializationVerificationNeeded
{
    public static readonly Sweep Instance = new();
}

/// <summary>Time to ask the reporters whether something was missed.</summary>
internal sealed record AskDirectory : INoSerializationVerificationNeeded
{
    public static readonly AskDirectory Instance = new();
}

/// <summary>The messages that were at hand are dealt with: time to say what they led to.</summary>
internal sealed record SendGathered : INoSerializationVerificationNeeded
{
    public static readonly SendGathered Instance = new();
}

/// <summary>Time to send the reports that waited for a question to come with.</summary>
internal sealed record SendReports : INoSerializationVerificationNeeded
{
    public static readonly SendReports Instance = new();
}
