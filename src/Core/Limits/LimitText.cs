using System.Globalization;

namespace MultiplexCluster.Core.Limits;

/// <summary>Tells callers and operators what an endpoint's limits per minute leave.</summary>
public static class LimitText
{
    /// <summary>The limit that keeps a call with so many tokens from beginning; null where none does.</summary>
    /// <param name="limits">The limits.</param>
    /// <param name="tokens">Tokens the call is expected to use; 0 for any call.</param>
    /// <param name="who">Whose call it is, such as <c>the request</c>.</param>
    /// <param name="now">Monotonic.</param>
    public static string? Lack(RateLimits limits, long tokens, string who, TimeSpan now)
    {
        ArgumentNullException.ThrowIfNull(limits);
        if (limits.FreeAt(tokens, now).Limit is not { } limit)
        {
            return null;
        }

        var ((used, most), name) = (limits.UseOf(limit, now), NameOf(limit));
        return used < most
            ? string.Create(CultureInfo.InvariantCulture, $"its {name} have no room: {used} of {most} used in the last 60 s, {who} needs about {tokens}")
            : string.Create(CultureInfo.InvariantCulture, $"its {name} are used up: {used} of {most} in the last 60 s");
    }

    /// <summary>How much is used of the limits of which at least half is; null where there is none.</summary>
    public static string? Use(RateLimits limits, TimeSpan now)
    {
        ArgumentNullException.ThrowIfNull(limits);
        string[] used = [.. new[] { Of(LimitKind.Requests), Of(LimitKind.Tokens) }.OfType<string>()];
        return used.Length == 0 ? null : $"{string.Join(" and ", used)} used in the last 60 s";

        string? Of(LimitKind limit) => limits.UseOf(limit, now) is { Most: > 0 } use && use.Used * 2 >= use.Most
            ? string.Create(CultureInfo.InvariantCulture, $"{use.Used} of {use.Most} {NameOf(limit)}")
            : null;
    }

    private static string NameOf(LimitKind limit) => limit switch
    {
        LimitKind.Requests => "requests_per_minute",
        LimitKind.Tokens => "tokens_per_minute",
        _ => throw new ArgumentOutOfRangeException(nameof(limit), limit, "unknown limit"),
    };
}
