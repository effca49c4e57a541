using System.Collections.Frozen;
using System.Globalization;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Network;

namespace MultiplexCluster.Core.Settings;

/// <summary>The rules of <see cref="EndpointSettings"/>, for whoever creates or changes an endpoint. Pure.</summary>
public static class SettingsRules
{
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <summary>Every rule, in the order of the documentation.</summary>
    public static IReadOnlyList<SettingsRule> All { get; } =
    [
        new("provider", $"one of {ProviderNames.Allowed}", (s, _) => Enum.IsDefined(s.Provider)),
        new("base_url", $"null or {BaseUrlRule.Allowed}", (s, _) => s.BaseUrl is null || BaseUrlRule.IsWellFormed(s.BaseUrl)),
        new("base_url", BaseUrlRule.PublicOnly, (s, open) => open || s.BaseUrl is null || BaseUrlRule.IsPublic(s.BaseUrl)),
        Whole("max_concurrent_requests", 1, 10_000, s => s.MaxConcurrentRequests),
        Whole("queue_size", 0, 100_000, s => s.QueueSize),
        new("queue_enabled", "true or false", (_, _) => true),
        Duration("initial_retry_delay", s => s.InitialRetryDelay),
        new("backoff_factor", "a number from 1 to 10", (s, _) => s.BackoffFactor is >= 1 and <= 10),
        Whole("max_retries", 0, 20, s => s.MaxRetries),
        new(
            "max_retry_delay",
            "a number of seconds from initial_retry_delay to 3,600",
            (s, _) => s.MaxRetryDelay > TimeSpan.Zero && s.MaxRetryDelay <= Longest
                && (s.MaxRetryDelay >= s.InitialRetryDelay || s.InitialRetryDelay > Longest)), // that one has its own error
        Duration("queue_timeout", s => s.QueueTimeout),
        Duration("first_byte_timeout", s => s.FirstByteTimeout),
        Duration("idle_timeout", s => s.IdleTimeout),
        Whole("breaker_failures", 0, 1_000, s => s.BreakerFailures),
        Duration("breaker_open", s => s.BreakerOpen),
        new("tier", "one of high, medium, low", (s, _) => Enum.IsDefined(s.Tier)),
        Whole("weight", 1, 1_000, s => s.Weight),
        new("pool", $"null or a label of {Label.Allowed}", (s, _) => s.Pool is null || Label.IsValid(s.Pool)),
        new("models", TextRules.AllowedModels, (s, _) => TextRules.AreModelPatterns(s.Models)),
        new("enabled", "true or false", (_, _) => true),
        OpenAiOnly("organization", s => s.Organization),
        OpenAiOnly("project", s => s.Project),
    ];

    /// <summary>What each field must be, by its wire name; where a field has several rules, the first.</summary>
    public static IReadOnlyDictionary<string, string> Allowed { get; } =
        All.GroupBy(rule => rule.Field).ToFrozenDictionary(rules => rules.Key, rules => rules.First().Allowed);

    /// <summary>Every offending field with its error; empty when the settings may be used.</summary>
    /// <param name="settings">The settings as they would be, merged.</param>
    /// <param name="allowPrivateNetworks">Whether <c>base_url</c> may name a private address.</param>
    public static IReadOnlyDictionary<string, string> Check(EndpointSettings settings, bool allowPrivateNetworks)
    {
        var errors = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var rule in All)
        {
            if (!rule.Holds(settings, allowPrivateNetworks))
            {
                errors.TryAdd(rule.Field, rule.Error);
            }
        }

        return errors;
    }

    private static SettingsRule Whole(string field, int least, int most, Func<EndpointSettings, int> value) => new(
        field,
        string.Create(CultureInfo.InvariantCulture, $"a whole number from {least:N0} to {most:N0}"),
        (s, _) => value(s) >= least && value(s) <= most);

    private static SettingsRule Duration(string field, Func<EndpointSettings, TimeSpan> value) => new(
        field,
        "a number of seconds above 0, up to 3,600",
        (s, _) => value(s) > TimeSpan.Zero && value(s) <= Longest);

    private static SettingsRule OpenAiOnly(string field, Func<EndpointSettings, string?> value) => new(
        field,
        "null, or for the provider openai only 1 to 256 visible ASCII characters",
        (s, _) => value(s) is not { } text || (s.Provider is ProviderKind.OpenAi && TextRules.IsVisible(text, 256)));
}
