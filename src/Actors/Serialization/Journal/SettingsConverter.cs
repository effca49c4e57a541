using System.Text.Json;
using System.Text.Json.Serialization;
using MultiplexCluster.Contracts.Endpoints;

namespace MultiplexCluster.Actors.Serialization.Journal;

/// <summary>Writes and reads settings by <see cref="SettingsDocument"/>.</summary>
internal sealed class SettingsConverter : JsonConverter<EndpointSettings>
{
    public override EndpointSettings Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var stored = JsonSerializer.Deserialize(ref reader, StrictJson.Shapes.SettingsDocument) ?? throw new JsonException("no settings");
        return new()
        {
            Provider = stored.Provider,
            BaseUrl = stored.BaseUrl,
            MaxConcurrentRequests = stored.MaxConcurrentRequests,
            QueueSize = stored.QueueSize,
            QueueEnabled = stored.QueueEnabled,
            InitialRetryDelay = stored.InitialRetryDelay,
            BackoffFactor = stored.BackoffFactor,
            MaxRetries = stored.MaxRetries,
            MaxRetryDelay = stored.MaxRetryDelay,
            QueueTimeout = stored.QueueTimeout,
            FirstByteTimeout = stored.FirstByteTimeout,
            IdleTimeout = stored.IdleTimeout,
            BreakerFailures = stored.BreakerFailures,
            BreakerOpen = stored.BreakerOpen,
            RequestsPerMinute = stored.RequestsPerMinute,
            TokensPerMinute = stored.TokensPerMinute,
            Tier = stored.Tier,
            Weight = stored.Weight,
            Pool = stored.Pool,
            Models = stored.Models,
            QuotaGroup = stored.QuotaGroup,
            Enabled = stored.Enabled,
            Organization = stored.Organization,
            Project = stored.Project,
        };
    }

    public override void Write(Utf8JsonWriter writer, EndpointSettings value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, ToDocument(value), StrictJson.Shapes.SettingsDocument);

    private static SettingsDocument ToDocument(EndpointSettings settings) => new()
    {
        Provider = settings.Provider,
        BaseUrl = settings.BaseUrl,
        MaxConcurrentRequests = settings.MaxConcurrentRequests,
        QueueSize = settings.QueueSize,
        QueueEnabled = settings.QueueEnabled,
        InitialRetryDelay = settings.InitialRetryDelay,
        BackoffFactor = settings.BackoffFactor,
        MaxRetries = settings.MaxRetries,
        MaxRetryDelay = settings.MaxRetryDelay,
        QueueTimeout = settings.QueueTimeout,
        FirstByteTimeout = settings.FirstByteTimeout,
        IdleTimeout = settings.IdleTimeout,
        BreakerFailures = settings.BreakerFailures,
        BreakerOpen = settings.BreakerOpen,
        RequestsPerMinute = settings.RequestsPerMinute,
        TokensPerMinute = settings.TokensPerMinute,
        Tier = settings.Tier,
        Weight = settings.Weight,
        Pool = settings.Pool,
        Models = [.. settings.Models],
        QuotaGroup = settings.QuotaGroup,
        Enabled = settings.Enabled,
        Organization = settings.Organization,
        Project = settings.Project,
    };
}
