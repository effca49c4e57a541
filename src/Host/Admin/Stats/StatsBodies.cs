using MultiplexCluster.Contracts.Endpoints;

namespace MultiplexCluster.Host.Admin.Stats;

/// <summary>One endpoint's counters.</summary>
public sealed record EndpointStatsBody : CountersBody
{
    internal EndpointStatsBody(EndpointDetails details)
        : base(details.Stats, details.CurrentRequests, details.QueueLength) => EndpointId = details.EndpointId.Value;

    public string EndpointId { get; }
}

/// <summary>The counters of all endpoints, or of one provider's, together.</summary>
public sealed record StatsTotalsBody : CountersBody
{
    internal StatsTotalsBody(EndpointStats sum, int currentRequests, int queueLength)
        : base(sum, currentRequests, queueLength)
    {
    }

    /// <summary>The provider asked for; null for all.</summary>
    public required string? Provider { get; init; }

    /// <summary>How many endpoints are in these totals.</summary>
    public required int EndpointsCount { get; init; }
}
