namespace MultiplexCluster.Contracts.Endpoints;

/// <summary>The fields a change names; the rest stay. It is merged where the settings live, so that two patches never overwrite each other.</summary>
public sealed record SettingsPatch
{
    public Change<string?> BaseUrl { get; init; }
    public Change<int> MaxConcurrentRequests { get; init; }
    public Change<int> QueueSize { get; init; }
    public Change<bool> QueueEnabled { get; init; }
    public Change<TimeSpan> InitialRetryDelay { get; init; }
    public Change<double> BackoffFactor { get; init; }
    public Change<int> MaxRetries { get; init; }
    public Change<TimeSpan> MaxRetryDelay { get; init; }
    public Change<TimeSpan> QueueTimeout { get; init; }
    public Change<TimeSpan> FirstByteTimeout { get; init; }
    public Change<TimeSpan> IdleTimeout { get; init; }
    public Change<int> BreakerFailures { get; init; }
    public Change<TimeSpan> BreakerOpen { get; init; }
    public Change<int?> RequestsPerMinute { get; init; }
    public Change<int?> TokensPerMinute { get; init; }
    public Change<PriorityClass> Tier { get; init; }
    public Change<int> Weight { get; init; }
    public Change<string?> Pool { get; init; }
    public Change<IReadOnlyList<string>> Models { get; init; }
    public Change<string?> QuotaGroup { get; init; }
    public Change<bool> Enabled { get; init; }
    public Change<string?> Organization { get; init; }
    public Change<string?> Project { get; init; }

    /// <summary>The settings with this patch's fields put over them.</summary>
    public EndpointSettings ApplyTo(EndpointSettings settings) => settings with
    {
        BaseUrl = BaseUrl.Over(settings.BaseUrl),
        MaxConcurrentRequests = MaxConcurrentRequests.Over(settings.MaxConcurrentRequests),
        QueueSize = QueueSize.Over(settings.QueueSize),
        QueueEnabled = QueueEnabled.Over(settings.QueueEnabled),
        InitialRetryDelay = InitialRetryDelay.Over(settings.InitialRetryDelay),
        BackoffFactor = BackoffFactor.Over(settings.BackoffFactor),
        MaxRetries = MaxRetries.Over(settings.MaxRetries),
        MaxRetryDelay = MaxRetryDelay.Over(settings.MaxRetryDelay),
        QueueTimeout = QueueTimeout.Over(settings.QueueTimeout),
        FirstByteTimeout = FirstByteTimeout.Over(settings.FirstByteTimeout),
        IdleTimeout = IdleTimeout.Over(settings.IdleTimeout),
        BreakerFailures = BreakerFailures.Over(settings.BreakerFailures),
        BreakerOpen = BreakerOpen.Over(settings.BreakerOpen),
        RequestsPerMinute = RequestsPerMinute.Over(settings.RequestsPerMinute),
        TokensPerMinute = TokensPerMinute.Over(settings.TokensPerMinute),
        Tier = Tier.Over(settings.Tier),
        Weight = Weight.Over(settings.Weight),
        Pool = Pool.Over(settings.Pool),
        Models = Models.Over(settings.Models),
        QuotaGroup = QuotaGroup.Over(settings.QuotaGroup),
        Enabled = Enabled.Over(settings.Enabled),
        Organization = Organization.Over(settings.Organization),
        Project = Project.Over(settings.Project),
    };
}
