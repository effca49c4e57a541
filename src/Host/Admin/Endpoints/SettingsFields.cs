using System.Collections.Frozen;
using System.Text.Json;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Host.Admin.Bodies;

namespace MultiplexCluster.Host.Admin.Endpoints;

/// <summary>Puts a JSON value over a patch; null when the value has the wrong type.</summary>
internal delegate SettingsPatch? SettingsField(SettingsPatch patch, JsonElement value);

/// <summary>How each setting is read from JSON. Ranges are not judged here but by the rules of the merged settings.</summary>
internal static class SettingsFields
{
    public static FrozenDictionary<string, SettingsField> All { get; } = new Dictionary<string, SettingsField>
    {
        ["base_url"] = Text((p, v) => p with { BaseUrl = Change.To(v) }),
        ["max_concurrent_requests"] = Whole((p, v) => p with { MaxConcurrentRequests = Change.To(v) }),
        ["queue_size"] = Whole((p, v) => p with { QueueSize = Change.To(v) }),
        ["queue_enabled"] = Flag((p, v) => p with { QueueEnabled = Change.To(v) }),
        ["initial_retry_delay"] = Seconds((p, v) => p with { InitialRetryDelay = Change.To(v) }),
        ["backoff_factor"] = (p, e) => JsonNumbers.TryGetReal(e, out var v) ? p with { BackoffFactor = Change.To(v) } : null,
        ["max_retries"] = Whole((p, v) => p with { MaxRetries = Change.To(v) }),
        ["max_retry_delay"] = Seconds((p, v) => p with { MaxRetryDelay = Change.To(v) }),
        ["queue_timeout"] = Seconds((p, v) => p with { QueueTimeout = Change.To(v) }),
        ["first_byte_timeout"] = Seconds((p, v) => p with { FirstByteTimeout = Change.To(v) }),
        ["idle_timeout"] = Seconds((p, v) => p with { IdleTimeout = Change.To(v) }),
        ["breaker_failures"] = Whole((p, v) => p with { BreakerFailures = Change.To(v) }),
        ["breaker_open"] = Seconds((p, v) => p with { BreakerOpen = Change.To(v) }),
        ["requests_per_minute"] = WholeOrNull((p, v) => p with { RequestsPerMinute = Change.To(v) }),
        ["tokens_per_minute"] = WholeOrNull((p, v) => p with { TokensPerMinute = Change.To(v) }),
        ["tier"] = (p, e) => WireNames.TryParse(e, out var v) ? p with { Tier = Change.To(v) } : null,
        ["weight"] = Whole((p, v) => p with { Weight = Change.To(v) }),
        ["pool"] = Text((p, v) => p with { Pool = Change.To(v) }),
        ["models"] = (p, e) => TryGetTexts(e, out var v) ? p with { Models = Change.To(v) } : null,
        ["quota_group"] = Text((p, v) => p with { QuotaGroup = Change.To(v) }),
        ["enabled"] = Flag((p, v) => p with { Enabled = Change.To(v) }),
        ["organization"] = Text((p, v) => p with { Organization = Change.To(v) }),
        ["project"] = Text((p, v) => p with { Project = Change.To(v) }),
    }.ToFrozenDictionary();

    private static SettingsField Whole(Func<SettingsPatch, int, SettingsPatch> set) =>
        (patch, json) => JsonNumbers.TryGetWhole(json, out var value) ? set(patch, value) : null;

    private static SettingsField WholeOrNull(Func<SettingsPatch, int?, SettingsPatch> set) => (patch, json) =>
        json.ValueKind is JsonValueKind.Null ? set(patch, null)
        : JsonNumbers.TryGetWhole(json, out var value) ? set(patch, value)
        : null;

    private static SettingsField Seconds(Func<SettingsPatch, TimeSpan, SettingsPatch> set) =>
        (patch, json) => JsonNumbers.TryGetSeconds(json, out var value) ? set(patch, value) : null;

    private static SettingsField Flag(Func<SettingsPatch, bool, SettingsPatch> set) => (patch, json) => json.ValueKind switch
    {
        JsonValueKind.True => set(patch, true),
        JsonValueKind.False => set(patch, false),
        _ => null,
    };

    private static SettingsField Text(Func<SettingsPatch, string?, SettingsPatch> set) => (patch, json) =>
        json.ValueKind is JsonValueKind.Null ? set(patch, null)
        : JsonText.TryGet(json, out var value) ? set(patch, value)
        : null;

    private static bool TryGetTexts(JsonElement json, out IReadOnlyList<string> texts)
    {
        var list = new List<string>();
        texts = list;
        if (json.ValueKind is JsonValueKind.Null)
        {
            return true;
        }

        if (json.ValueKind is not JsonValueKind.Array)
        {
            return false;
        }

        foreach (var item in json.EnumerateArray())
        {
            if (!JsonText.TryGet(item, out var text))
            {
                return false;
            }

            list.Add(text);
        }

        return true;
    }
}
