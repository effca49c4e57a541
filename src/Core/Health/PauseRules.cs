using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Core.Backoff;

namespace MultiplexCluster.Core.Health;

/// <summary>Who pauses with an endpoint whose call met a limit.</summary>
public static class PauseRules
{
    /// <summary>Why an endpoint or a model pauses though no call has failed.</summary>
    public const string NothingLeft = "nothing is left of a rate limit, says the provider";

    // Answers of one moment name moments that differ by their way.
    private static readonly TimeSpan Same = TimeSpan.FromMilliseconds(250);

    /// <summary>What a class means where the call's answer says nothing more: a limit is the account's, overload the provider's.</summary>
    public static PauseScope ScopeOf(OutcomeClass outcome) => outcome switch
    {
        OutcomeClass.RateLimited or OutcomeClass.OutOfQuota => PauseScope.Account,
        OutcomeClass.ProviderOverloaded => PauseScope.Provider,
        OutcomeClass.Success or OutcomeClass.Failing or OutcomeClass.KeyRefused or OutcomeClass.CallerFault or OutcomeClass.Cancelled
            or OutcomeClass.BrokenStream or OutcomeClass.NotWithThisKey or OutcomeClass.AddressBlocked or OutcomeClass.PermitLost => PauseScope.Key,
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "unknown class"),
    };

    /// <summary>Whether a pause ends later than one that is known, if any; by less than a quarter of a second is the same moment.</summary>
    public static bool IsLater(TimeSpan until, TimeSpan? known) => known is not { } end || until - Same > end;

    /// <summary>The delay that an answer names; null for none. A refusal that says "now" names none.</summary>
    public static TimeSpan? NamedBy(TimeSpan? asked, OutcomeClass cause) =>
        asked > TimeSpan.Zero || cause is OutcomeClass.Success ? asked : null;

    /// <summary>How long a model pauses when a call has met a limit of it.</summary>
    /// <param name="asked">What the provider asks for, or null.</param>
    /// <param name="cause">What the call met.</param>
    /// <param name="settings">Its endpoint's.</param>
    /// <param name="backoffs">How often in a row the model was paused before.</param>
    /// <param name="draw">Randomness, 0 – 1.</param>
    public static TimeSpan ModelDelay(TimeSpan? asked, OutcomeClass cause, EndpointSettings settings, int backoffs, double draw) =>
        asked ?? (cause is OutcomeClass.OutOfQuota
            ? HealthRules.DefaultQuotaPause
            : BackoffDelay.Next(settings.InitialRetryDelay, settings.BackoffFactor, settings.MaxRetryDelay, backoffs, draw));

    /// <summary>Why a model pauses, for an operator.</summary>
    /// <param name="cause">What the call met; success where its answer's head said that nothing is left.</param>
    public static string ModelReason(OutcomeClass cause) => cause switch
    {
        OutcomeClass.OutOfQuota => "its quota is used up",
        OutcomeClass.RateLimited => "the provider limits its rate",
        OutcomeClass.Success => NothingLeft,
        _ => throw new ArgumentOutOfRangeException(nameof(cause), cause, "no class that pauses a model"),
    };

    /// <summary>Whether so many may hear of it that none says so or stores it at once: routers mark them by themselves.</summary>
    public static bool IsQuiet(ScopePaused pause) => pause.QuotaGroup is null;

    /// <summary>
    /// When the pause ends for an endpoint that hears of it. Not for all of a provider at the same moment: the first to come
    /// back shows whether the others may.
    /// </summary>
    /// <param name="pause">What it hears.</param>
    /// <param name="now">Monotonic.</param>
    /// <param name="draw">Randomness, 0 – 1.</param>
    public static TimeSpan EndOf(ScopePaused pause, TimeSpan now, double draw)
    {
        var delay = TimeSpan.FromMilliseconds(pause.RemainingMs);
        return HealthRules.MomentOf(pause.Model is null && IsQuiet(pause) ? delay * (1 + (BackoffDelay.MaxJitter * draw)) : delay, now);
    }

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
