using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Requests;

namespace MultiplexCluster.Contracts.Protocol;

// What a provider says of its limits reaches further than one call: the router tells the endpoint what an answer's
// headers said, and an endpoint tells all that share what met its limit. It is advice: what gets lost, the next call
// meets itself.

/// <summary>The head of a good answer says that nothing is left of a limit.</summary>
/// <param name="EndpointId">The endpoint whose call it is.</param>
/// <param name="CallId">The call.</param>
/// <param name="RemainingMs">Until the limit is reset, in milliseconds from now.</param>
/// <param name="Scope">What the limit holds for.</param>
/// <param name="Model">The called model, where the limit is the model's.</param>
public sealed record LimitReached(EndpointId EndpointId, CallId CallId, long RemainingMs, PauseScope Scope, string? Model) : IEndpointMessage;

/// <summary>An endpoint pauses for a reason that it shares with others. From endpoint to its node's reporter, from there to all routers and reporters, and to the endpoints concerned.</summary>
/// <param name="Provider">The vendor.</param>
/// <param name="BaseUrl">Where all of the provider's endpoints at one base URL pause: that URL, null for the provider's own.</param>
/// <param name="QuotaGroup">Where those of one account pause: its label. Null for the whole provider.</param>
/// <param name="Model">Where only one of their models pauses: its name.</param>
/// <param name="RemainingMs">How long, in milliseconds from now.</param>
/// <param name="Cause">What the call met: a rate limit, an account without quota, an overloaded provider.</param>
/// <param name="Source">The endpoint whose call it was.</param>
public sealed record ScopePaused(
    ProviderKind Provider,
    string? BaseUrl,
    string? QuotaGroup,
    string? Model,
    long RemainingMs,
    OutcomeClass Cause,
    EndpointId Source) : IWireMessage;
