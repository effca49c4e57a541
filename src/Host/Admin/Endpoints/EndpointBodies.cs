using MultiplexCluster.Contracts.Endpoints;

namespace MultiplexCluster.Host.Admin.Endpoints;

/// <summary>Makes <see cref="EndpointBody"/>.</summary>
internal static class EndpointBodies
{
    public static EndpointBody ToBody(this EndpointDetails details, DateTimeOffset now)
    {
        var settings = details.Settings;
        return new EndpointBody(details)
        {
            EndpointId = details.EndpointId.Value,
            Provider = settings.Provider.ToWireName(),
            ApiKeyHint = details.ApiKeyHint,
            BaseUrl = settings.BaseUrl,
            MaxConcurrentRequests = settings.MaxConcurrentRequests,
            QueueSize = settings.QueueSize,
            QueueEnabled = settings.QueueEnabled,
            InitialRetryDelay = settings.InitialRetryDelay.TotalSeconds,
            BackoffFactor = settings.BackoffFactor,
            MaxRetries = settings.MaxRetries,
            MaxRetryDelay = settings.MaxRetryDelay.TotalSeconds,
            QueueTimeout = settings.QueueTimeout.TotalSeconds,
            FirstByteTimeout = settings.FirstByteTimeout.TotalSeconds,
            IdleTimeout = settings.IdleTimeout.TotalSeconds,
            BreakerFailures = settings.BreakerFailures,
            BreakerOpen = settings.BreakerOpen.TotalSeconds,
            RequestsPerMinute = settings.RequestsPerMinute,
            TokensPerMinute = settings.TokensPerMinute,
            Tier = settings.Tier.ToWireName(),
            Weight = settings.Weight,
            Pool = settings.Pool,
            Models = settings.Models,
            QuotaGroup = settings.QuotaGroup,
            Enabled = settings.Enabled,
            Organization = settings.Organization,
            Project = settings.Project,
            CreatedAt = details.CreatedAt,
            State = details.Condition.State.ToWireName(),
            Until = Until(details.Condition.Remaining, now),
            Reason = details.Condition.Reason,
        };
    }

    private static DateTimeOffset? Until(TimeSpan? remaining, DateTimeOffset now) =>
        remaining is not { } span ? null
        : span > DateTimeOffset.MaxValue - now ? DateTimeOffset.MaxValue
        : now + (span < TimeSpan.Zero ? TimeSpan.Zero : span);
}
