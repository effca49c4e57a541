using MultiplexCluster.Contracts.Endpoints;
using static MultiplexCluster.Actors.Serialization.Wire.Fields;

namespace MultiplexCluster.Actors.Serialization.Wire;

/// <summary>An endpoint's settings as routers get them.</summary>
internal static class SettingsFields
{
    internal static Protos.Settings ToProto(this EndpointSettings settings)
    {
        var proto = new Protos.Settings
        {
            Provider = (int)settings.Provider,
            MaxConcurrentRequests = settings.MaxConcurrentRequests,
            QueueSize = settings.QueueSize,
            QueueEnabled = settings.QueueEnabled,
            InitialRetryDelayTicks = settings.InitialRetryDelay.Ticks,
            BackoffFactor = settings.BackoffFactor,
            MaxRetries = settings.MaxRetries,
            MaxRetryDelayTicks = settings.MaxRetryDelay.Ticks,
            QueueTimeoutTicks = settings.QueueTimeout.Ticks,
            FirstByteTimeoutTicks = settings.FirstByteTimeout.Ticks,
            IdleTimeoutTicks = settings.IdleTimeout.Ticks,
            BreakerFailures = settings.BreakerFailures,
            BreakerOpenTicks = settings.BreakerOpen.Ticks,
            Tier = (int)settings.Tier,
            Weight = settings.Weight,
            Models = { settings.Models },
            Enabled = settings.Enabled,
        };
        if (settings.RequestsPerMinute is { } requests)
        {
            proto.RequestsPerMinute = requests;
        }

        if (settings.TokensPerMinute is { } tokens)
        {
            proto.TokensPerMinute = tokens;
        }

        AddTexts(proto, settings);
        return proto;
    }

    internal static EndpointSettings ToSettings(this Protos.Settings? proto)
    {
        var settings = Required(proto);
        return new()
        {
            Provider = Known<ProviderKind>(settings.Provider),
            BaseUrl = settings.HasBaseUrl ? settings.BaseUrl : null,
            MaxConcurrentRequests = settings.MaxConcurrentRequests,
            QueueSize = settings.QueueSize,
            QueueEnabled = settings.QueueEnabled,
            InitialRetryDelay = new(settings.InitialRetryDelayTicks),
            BackoffFactor = settings.BackoffFactor,
            MaxRetries = settings.MaxRetries,
            MaxRetryDelay = new(settings.MaxRetryDelayTicks),
            QueueTimeout = new(settings.QueueTimeoutTicks),
            FirstByteTimeout = new(settings.FirstByteTimeoutTicks),
            IdleTimeout = new(settings.IdleTimeoutTicks),
            BreakerFailures = settings.BreakerFailures,
            BreakerOpen = new(settings.BreakerOpenTicks),
            RequestsPerMinute = settings.HasRequestsPerMinute ? settings.RequestsPerMinute : null,
            TokensPerMinute = settings.HasTokensPerMinute ? settings.TokensPerMinute : null,
            Tier = Known<PriorityClass>(Required(settings.HasTier, settings.Tier)),
            Weight = settings.Weight,
            Pool = settings.HasPool ? settings.Pool : null,
            Models = [.. settings.Models],
            QuotaGroup = settings.HasQuotaGroup ? settings.QuotaGroup : null,
            Enabled = settings.Enabled,
            Organization = settings.HasOrganization ? settings.Organization : null,
            Project = settings.HasProject ? settings.Project : null,
        };
    }

    private static void AddTexts(Protos.Settings proto, EndpointSettings settings)
    {
        if (settings.BaseUrl is { } url)
        {
            proto.BaseUrl = url;
        }

        if (settings.Pool is { } pool)
        {
            proto.Pool = pool;
        }

        if (settings.QuotaGroup is { } group)
        {
            proto.QuotaGroup = group;
        }

        if (settings.Organization is { } organization)
        {
            proto.Organization = organization;
        }

        if (settings.Project is { } project)
        {
            proto.Project = project;
        }
    }
}
