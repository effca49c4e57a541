using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Secrets;

namespace MultiplexCluster.Contracts.Protocol;

/// <summary>
/// Where and how a permit's holder calls. One object per settings version, shared by all permits of that version.
/// Running calls keep theirs when the key is rotated.
/// </summary>
/// <param name="Provider">The vendor.</param>
/// <param name="BaseUrl">Origin and base path; null for the provider's own.</param>
/// <param name="Key">The sealed key.</param>
/// <param name="Organization">OpenAI's organization header, or null.</param>
/// <param name="Project">OpenAI's project header, or null.</param>
/// <param name="FirstByteTimeout">Until the provider's first byte.</param>
/// <param name="IdleTimeout">Between two bytes.</param>
/// <param name="Retry">How often and how soon a request may try this endpoint again.</param>
public sealed record UpstreamTarget(
    ProviderKind Provider,
    string? BaseUrl,
    SealedKey Key,
    string? Organization,
    string? Project,
    TimeSpan FirstByteTimeout,
    TimeSpan IdleTimeout,
    RetryPolicy Retry);

/// <summary>The settings of one endpoint that bound a request's retries there.</summary>
/// <param name="MaxRetries">Further attempts after the first, 0 – 20.</param>
/// <param name="InitialDelay">The first delay.</param>
/// <param name="Factor">What each further delay is multiplied by.</param>
/// <param name="MaxDelay">The longest delay.</param>
public sealed record RetryPolicy(int MaxRetries, TimeSpan InitialDelay, double Factor, TimeSpan MaxDelay);
