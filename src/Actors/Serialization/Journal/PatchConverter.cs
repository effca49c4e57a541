using System.Text.Json;
using System.Text.Json.Serialization;
using MultiplexCluster.Contracts.Endpoints;

namespace MultiplexCluster.Actors.Serialization.Journal;

/// <summary>Writes and reads patches by <see cref="PatchDocument"/>.</summary>
internal sealed class PatchConverter : JsonConverter<SettingsPatch>
{
    public override SettingsPatch Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var sent = JsonSerializer.Deserialize(ref reader, StrictJson.Shapes.PatchDocument) ?? throw new JsonException("no patch");
        return new()
        {
            BaseUrl = sent.BaseUrl,
            MaxConcurrentRequests = sent.MaxConcurrentRequests,
            QueueSize = sent.QueueSize,
            QueueEnabled = sent.QueueEnabled,
            InitialRetryDelay = sent.InitialRetryDelay,
            BackoffFactor = sent.BackoffFactor,
            MaxRetries = sent.MaxRetries,
            MaxRetryDelay = sent.MaxRetryDelay,
            QueueTimeout = sent.QueueTimeout,
            FirstByteTimeout = sent.FirstByteTimeout,
            IdleTimeout = sent.IdleTimeout,
            BreakerFailures = sent.BreakerFailures,
            BreakerOpen = sent.BreakerOpen,
            RequestsPerMinute = sent.RequestsPerMinute,
            TokensPerMinute = sent.TokensPerMinute,
            Tier = sent.Tier,
            Weight = sent.Weight,
            Pool = sent.Pool,
            Models = sent.Models,
            QuotaGroup = sent.QuotaGroup,
            Enabled = sent.Enabled,
            Organization = sent.Organization,
            Project = sent.Project,
        };
    }

    public override void Write(Utf8JsonWriter writer, SettingsPatch value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, ToDocument(value), StrictJson.Shapes.PatchDocument);

    private static PatchDocument ToDocument(SettingsPatch patch) => new()
    {
        BaseUrl = patch.BaseUrl,
        MaxConcurrentRequests = patch.MaxConcurrentRequests,
        QueueSize = patch.QueueSize,
        QueueEnabled = patch.QueueEnabled,
        InitialRetryDelay = patch.InitialRetryDelay,
        BackoffFactor = patch.BackoffFactor,
        MaxRetries = patch.MaxRetries,
        MaxRetryDelay = patch.MaxRetryDelay,
        QueueTimeout = patch.QueueTimeout,
        FirstByteTimeout = patch.FirstByteTimeout,
        IdleTimeout = patch.IdleTimeout,
        BreakerFailures = patch.BreakerFailures,
        BreakerOpen = patch.BreakerOpen,
        RequestsPerMinute = patch.RequestsPerMinute,
        TokensPerMinute = patch.TokensPerMinute,
        Tier = patch.Tier,
        Weight = patch.Weight,
        Pool = patch.Pool,
        Models = patch.Models,
        QuotaGroup = patch.QuotaGroup,
        Enabled = patch.Enabled,
        Organization = patch.Organization,
        Project = patch.Project,
    };
}
