using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Requests;

namespace MultiplexCluster.Providers.Relay;

/// <summary>How a request ended, for its log line.</summary>
/// <param name="Endpoint">Who answered; <c>default</c> where nobody was asked.</param>
/// <param name="Attempts">Calls made.</param>
/// <param name="QueueMs">Waited in queues and backoff.</param>
/// <param name="Status">What the caller got; 0 where it left before.</param>
/// <param name="Outcome">How it counts.</param>
/// <param name="Usage">Tokens of the last attempt.</param>
public readonly record struct RelaySummary(
    EndpointId Endpoint, int Attempts, long QueueMs, int Status, RequestOutcome Outcome, TokenUsage Usage);
