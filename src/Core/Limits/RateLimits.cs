using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Requests;

namespace MultiplexCluster.Core.Limits;

/// <summary>
/// What an endpoint's own <c>requests_per_minute</c> and <c>tokens_per_minute</c> leave. Tokens are reserved at the grant
/// and settled with what the call used, in the step of the grant. Owned by one endpoint, not thread-safe.
/// </summary>
public sealed class RateLimits
{
    private int? _mostRequests;
    private int? _mostTokens;
    private SlidingWindow? _requests;
    private SlidingWindow? _tokens;

    private RateLimits(EndpointSettings settings) => Use(settings);

    /// <summary>How much calls are expected to use.</summary>
    public TokenEstimate Estimate { get; internal set; } = TokenEstimate.Start;

    /// <summary>Of the calls that are still to be found running, so many are in the restored windows.</summary>
    internal int CountedAlready { get; set; }

    /// <summary>The window of calls; null without a limit.</summary>
    internal SlidingWindow? Requests => _requests;

    /// <summary>The window of tokens; null without a limit.</summary>
    internal SlidingWindow? Tokens => _tokens;

    /// <summary>The limits under these settings, with what counts already; null where the settings have none.</summary>
    public static RateLimits? Of(EndpointSettings? settings, RateLimits? before)
    {
        if (settings is not { RequestsPerMinute: not null } and not { TokensPerMinute: not null })
        {
            return null;
        }

        before?.Use(settings);
        return before ?? new RateLimits(settings);
    }

    /// <summary>Tokens to reserve for a call; 0 without a limit.</summary>
    /// <param name="bodyBytes">The length of its body.</param>
    public long TokensOf(long bodyBytes) => _tokens is null ? 0 : Estimate.Of(bodyBytes);

    /// <summary>The earliest moment, <paramref name="now"/> or later, at which a call with so many tokens may begin, and the limit that says so.</summary>
    public (TimeSpan At, LimitKind? Limit) FreeAt(long tokens, TimeSpan now)
    {
        var requests = _requests?.FreeAt(now, _mostRequests!.Value, 1) ?? now;
        var used = _tokens?.FreeAt(now, _mostTokens!.Value, Math.Max(1, tokens)) ?? now;
        return requests >= used && requests > now ? (requests, LimitKind.Requests)
            : used > now ? (used, LimitKind.Tokens)
            : (now, null);
    }

    /// <summary>How much of a limit counts as used at this moment, and how much it allows; 0 for both without that limit.</summary>
    internal (long Used, int Most) UseOf(LimitKind limit, TimeSpan now) => limit switch
    {
        LimitKind.Requests => (_requests?.Used(now) ?? 0, _mostRequests ?? 0),
        LimitKind.Tokens => (_tokens?.Used(now) ?? 0, _mostTokens ?? 0),
        _ => throw new ArgumentOutOfRangeException(nameof(limit), limit, "unknown limit"),
    };

    /// <summary>A call begins.</summary>
    public void Begin(long tokens, TimeSpan now)
    {
        _requests?.Add(now, 1);
        _tokens?.Add(now, tokens);
    }

    /// <summary>A call is found running that an earlier incarnation granted: it counts as begun now, unless what was restored counts it.</summary>
    /// <returns>Whether it was counted.</returns>
    public bool Inherit(long tokens, TimeSpan now)
    {
        if (CountedAlready > 0)
        {
            CountedAlready--;
            return false;
        }

        Begin(tokens, now);
        return true;
    }

    /// <summary>No more calls of an earlier incarnation are to be found.</summary>
    public void EndInheritance() => CountedAlready = 0;

    /// <summary>A call is over: what it used counts, and no longer what was reserved.</summary>
    public void Settle(long bodyBytes, long reserved, TimeSpan begun, in TokenUsage usage)
    {
        if (_tokens is not null)
        {
            _tokens.Settle(begun, TokenEstimate.TotalOf(usage) - reserved);
            Estimate = Estimate.With(bodyBytes, usage);
        }
    }

    private void Use(EndpointSettings settings)
    {
        (_mostRequests, _mostTokens) = (settings.RequestsPerMinute, settings.TokensPerMinute);
        _requests = _mostRequests is null ? null : _requests ?? new SlidingWindow();
        _tokens = _mostTokens is null ? null : _tokens ?? new SlidingWindow();
    }
}
