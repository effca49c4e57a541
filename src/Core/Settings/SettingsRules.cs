using System.Collections.Frozen;
using System.Globalization;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Network;

namespace MultiplexCluster.Core.Settings;

/// <summary>The rules of <see cref="EndpointSettings"/>, for whoever creates or changes an endpoint. Pure.</summary>
public static class SettingsRules
{
    private const int MostPerMinute = 1_000_000_000;
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    // Stands above the rules, which are made with it.
    private static readonly NumberRange Seconds = new(0, Longest.TotalSeconds, IsAboveLeast: true);

    /// <summary>Every rule, in the order of the documentation.</summary>
    public static IReadOnlyList<SettingsRule> All { get; } =
    [
        new("provider", $"one of {ProviderNames.Allowed}", (s, _) => Enum.IsDefined(s.Provider), _ => false),
        new("base_url", $"null or {BaseUrlRule.Allowed}", (s, _) => s.BaseUrl is null || BaseUrlRule.IsWellFormed(s.BaseUrl), p => p.BaseUrl.IsSet),
        new("base_url", BaseUrlRule.PublicOnly, (s, open) => open || s.BaseUrl is null || BaseUrlRule.IsPublic(s.BaseUrl), p => p.BaseUrl.IsSet),
        Whole("max_concurrent_requests", 1, 10_000, s => s.MaxConcurrentRequests, p => p.MaxConcurrentRequests.IsSet),
        Whole("queue_size", 0, 100_000, s => s.QueueSize, p => p.QueueSize.IsSet),
        new("queue_enabled", "true or false", (_, _) => true, p => p.QueueEnabled.IsSet),
        Duration("initial_retry_delay", s => s.InitialRetryDelay, p => p.InitialRetryDelay.IsSet),
        new("backoff_factor", "a number from 1 to 10", (s, _) => s.BackoffFactor is >= 1 and <= 10, p => p.BackoffFactor.IsSet)
        {
            Range = new NumberRange(1, 10),
        },
        Whole("max_retries", 0, 20, s => s.MaxRetries, p => p.MaxRetries.IsSet),
        new(
            "max_retry_delay",
            "a number of seconds from initial_retry_delay to 3,600",
            (s, _) => s.MaxRetryDelay > TimeSpan.Zero && s.MaxRetryDelay <= Longest
                && (s.MaxRetryDelay >= s.InitialRetryDelay || s.InitialRetryDelay > Longest), // that one has its own error
            p => p.MaxRetryDelay.IsSet || p.InitialRetryDelay.IsSet)
        {
            Range = Seconds,
        },
        Duration("queue_timeout", s => s.QueueTimeout, p => p.QueueTimeout.IsSet),
        Duration("first_byte_timeout", s => s.FirstByteTimeout, p => p.FirstByteTimeout.IsSet),
        Duration("idle_timeout", s => s.IdleTimeout, p => p.IdleTimeout.IsSet),
        Whole("breaker_failures", 0, 1_000, s => s.BreakerFailures, p => p.BreakerFailures.IsSet),
        Duration("breaker_open", s => s.BreakerOpen, p => p.BreakerOpen.IsSet),
        PerMinute("requests_per_minute", s => s.RequestsPerMinute, p => p.RequestsPerMinute.IsSet),
        PerMinute("tokens_per_minute", s => s.TokensPerMinute, p => p.TokensPerMinute.IsSet),
        new("tier", "one of high, medium, low", (s, _) => Enum.IsDefined(s.Tier), p => p.Tier.IsSet),
        Whole("weight", 1, 1_000, s => s.Weight, p => p.Weight.IsSet),
        new("pool", $"null or a label of {Label.Allowed}", (s, _) => s.Pool is null || Label.IsValid(s.Pool), p => p.Pool.IsSet),
        new("models", TextRules.AllowedModels, (s, _) => TextRules.AreModelPatterns(s.Models), p => p.Models.IsSet)
        {
            Offender = s => TextRules.OffenderOf(s.Models),
        },
        new("quota_group", $"null or a label of {Label.Allowed}", (s, _) => s.QuotaGroup is null || Label.IsValid(s.QuotaGroup), p => p.QuotaGroup.IsSet),
        new("enabled", "true or false", (_, _) => true, p => p.Enabled.IsSet),
        OpenAiOnly("organization", s => s.Organization, p => p.Organization.IsSet),
        OpenAiOnly("project", s => s.Project, p => p.Project.IsSet),
    ];

    /// <summary>What each field must be, by its wire name; where a field has several rules, the first.</summary>
    public static IReadOnlyDictionary<string, string> Allowed { get; } =
        All.GroupBy(rule => rule.Field).ToFrozenDictionary(rules => rules.Key, rules => rules.First().Allowed);

    /// <summary>What each number may be, by its wire name.</summary>
    public static IReadOnlyDictionary<string, NumberRange> Ranges { get; } =
        All.Where(rule => rule.Range is not null).ToFrozenDictionary(rule => rule.Field, rule => rule.Range!);

    /// <summary>Every offending field with its error; empty when the settings may be used.</summary>
    /// <param name="settings">The settings of a new endpoint.</param>
    /// <param name="allowPrivateNetworks">Whether <c>base_url</c> may name a private address.</param>
    public static IReadOnlyDictionary<string, string> Check(EndpointSettings settings, bool allowPrivateNetworks) =>
        Check(All, settings, allowPrivateNetworks);

    /// <summary>
    /// The same of a change: only what it names is judged, alone and together with what it meets. What was accepted under
    /// other settings of the program, or by an older version, stands until it is named again.
    /// </summary>
    /// <param name="patch">The change.</param>
    /// <param name="merged">The settings as they would be.</param>
    /// <param name="allowPrivateNetworks">Whether <c>base_url</c> may name a private address.</param>
    public static IReadOnlyDictionary<string, string> CheckChange(SettingsPatch patch, EndpointSettings merged, bool allowPrivateNetworks) =>
        Check(All.Where(rule => rule.IsTouchedBy(patch)), merged, allowPrivateNetworks);

    private static Dictionary<string, string> Check(IEnumerable<SettingsRule> rules, EndpointSettings settings, bool allowPrivateNetworks)
    {
        var errors = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var rule in rules)
        {
            if (!rule.Holds(settings, allowPrivateNetworks))
            {
                errors.TryAdd(rule.Field, rule.ErrorOf(settings));
            }
        }

        return errors;
    }

    private static SettingsRule Whole(
        string field, int least, int most, Func<EndpointSettings, int> value, Func<SettingsPatch, bool> isTouchedBy) => new(
        field,
        string.Create(CultureInfo.InvariantCulture, $"a whole number from {least:N0} to {most:N0}"),
        (s, _) => value(s) >= least && value(s) <= most,
        isTouchedBy)
        {
            Range = new NumberRange(least, most),
        };

    private static SettingsRule PerMinute(
        string field, Func<EndpointSettings, int?> value, Func<SettingsPatch, bool> isTouchedBy) => new(
        field,
        "null or a whole number from 1 to 1,000,000,000",
        (s, _) => value(s) is null or (>= 1 and <= MostPerMinute),
        isTouchedBy)
        {
            Range = new NumberRange(1, MostPerMinute),
        };

    private static SettingsRule Duration(string field, Func<EndpointSettings, TimeSpan> value, Func<SettingsPatch, bool> isTouchedBy) => new(
        field,
        "a number of seconds above 0, up to 3,600",
        (s, _) => value(s) > TimeSpan.Zero && value(s) <= Longest,
        isTouchedBy)
        {
            Range = Seconds,
        };

    private static SettingsRule OpenAiOnly(string field, Func<EndpointSettings, string?> value, Func<SettingsPatch, bool> isTouchedBy) => new(
        field,
        "null, or for the provider openai only 1 to 256 visible ASCII characters",
        (s, _) => value(s) is not { } text || (s.Provider is ProviderKind.OpenAi && TextRules.IsVisible(text, 256)),
        isTouchedBy);
}
