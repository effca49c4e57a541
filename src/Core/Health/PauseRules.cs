using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Contracts.Requests;

namespace MultiplexCluster.Core.Health;

/// <summary>Who pauses with an endpoint whose call met a limit.</summary>
public static class PauseRules
{
    /// <summary>What a class means where the call's answer says nothing more: a limit is the account's, overload the provider's.</summary>
    public static PauseScope ScopeOf(OutcomeClass outcome) => outcome switch
    {
        OutcomeClass.RateLimited or OutcomeClass.OutOfQuota => PauseScope.Account,
        OutcomeClass.ProviderOverloaded => PauseScope.Provider,
        _ => PauseScope.Key,
    };

    /// <summary>What the others are told; null when nobody shares the scope.</summary>
    /// <param name="scope">Whom it concerns.</param>
    /// <param name="cause">What the call met.</param>
    /// <param name="model">The called model.</param>
    /// <param name="source">The endpoint whose call it was.</param>
    /// <param name="settings">Its settings.</param>
    /// <param name="remaining">How long it pauses.</param>
    public static ScopePaused? Shared(
        PauseScope scope, OutcomeClass cause, string? model, EndpointId source, EndpointSettings settings, TimeSpan remaining)
    {
        var ms = (long)Math.Ceiling(remaining.TotalMilliseconds);
        return (scope, settings.QuotaGroup) switch
        {
            (PauseScope.Provider, _) => new ScopePaused(settings.Provider, settings.BaseUrl, null, null, ms, cause, source),
            (PauseScope.Account, { } group) => new ScopePaused(settings.Provider, null, group, null, ms, cause, source),
            (PauseScope.Model, { } group) when model is not null => new ScopePaused(settings.Provider, null, group, model, ms, cause, source),
            _ => null,
        };
    }

    /// <summary>Whether an endpoint with these settings pauses too.</summary>
    public static bool Concerns(ScopePaused pause, EndpointSettings settings) =>
        pause.Provider == settings.Provider
        && (pause.QuotaGroup is { } group ? settings.QuotaGroup == group : settings.BaseUrl == pause.BaseUrl);

    /// <summary>Why such an endpoint pauses, for an operator.</summary>
    public static string ReasonOf(ScopePaused pause) => pause switch
    {
        { QuotaGroup: null } => $"the provider is overloaded (endpoint '{pause.Source}' was told so)",
        { Model: { } model } => $"the account limits model '{model}' (endpoint '{pause.Source}' was told so)",
        { Cause: OutcomeClass.OutOfQuota } => $"the account of endpoint '{pause.Source}', which it shares, is out of quota",
        _ => $"the provider limits the rate of the account it shares with endpoint '{pause.Source}'",
    };
}
