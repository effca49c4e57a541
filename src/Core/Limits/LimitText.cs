using System.Globalization;

namespace MultiplexCluster.Core.Limits;

/// <summary>Tells callers and operators what an endpoint's limits per minute leave.</summary>
public static class LimitText
{
    private const string TokensName = "tokens_per_minute";
    private const string RequestsName = "requests_per_minute";

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

        var (used, most) = limits.UseOf(limit == TokensName, now);
        return used < most
            ? string.Create(CultureInfo.InvariantCulture, $"its {limit} have no room: {used} of {most} used in the last 60 s, {who} needs about {tokens}")
            : string.Create(CultureInfo.InvariantCulture, $"its {limit} are used up: {used} of {most} in the last 60 s");
    }

    /// <summary>How much is used of the limits of which at least half is; null where there is none.</summary>
    public static string? Use(RateLimits limits, TimeSpan now)
    {
        ArgumentNullException.ThrowIfNull(limits);
        string[] used = [.. new[] { Of(RequestsName), Of(TokensName) }.OfType<string>()];
        return used.Length == 0 ? null : $"{string.Join(" and ", used)} used in the last 60 s";

        string? Of(string limit) => limits.UseOf(limit == TokensName, now) is { Most: > 0 } use && use.Used * 2 >= use.Most
            ? string.Create(CultureInfo.InvariantCulture, $"{use.Used} of {use.Most} {limit}")
            : null;
    }
}
