using System.Globalization;

namespace MultiplexCluster.Providers.Codecs.Delays;

/// <summary>Moments as HTTP headers carry them; null means not one.</summary>
public static class MomentText
{
    private const int MaxLength = 64;

    private static readonly string[] Months =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

    /// <summary>
    /// An HTTP date (RFC 9110 §5.6.7) in its three forms: <c>Sun, 06 Nov 1994 08:49:37 GMT</c>,
    /// <c>Sunday, 06-Nov-94 08:49:37 GMT</c>, <c>Sun Nov  6 08:49:37 1994</c>. The weekday is not looked at, a wrong
    /// one included; a two-digit year is the one nearest to <paramref name="now"/> that is at most 50 years ahead.
    /// </summary>
    public static DateTimeOffset? HttpDate(ReadOnlySpan<char> text, DateTimeOffset now)
    {
        if (text.Length > MaxLength)
        {
            return null;
        }

        var parts = new string(text).Split([' ', ',', '-', '\t'], StringSplitOptions.RemoveEmptyEntries);
        return parts switch
        {
            [_, var day, var month, var year, var time, "GMT" or "UTC" or "Z"] => Moment(year, month, day, time, now),
            [_, var month, var day, var time, var year] => Moment(year, month, day, time, now),
            _ => null,
        };
    }

    /// <summary>An RFC 3339 moment with its offset: <c>2026-01-02T03:04:05Z</c>.</summary>
    public static DateTimeOffset? Rfc3339(ReadOnlySpan<char> text)
    {
        var trimmed = text.Trim();
        var hasShape = trimmed.Length is >= 20 and <= MaxLength && trimmed[4] == '-' && (trimmed[10] | 0x20) is 't' or ' '
            && (trimmed[^1] is 'Z' or 'z' || trimmed[^6] is '+' or '-');
        return hasShape && DateTimeOffset.TryParse(
            trimmed, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
            ? moment
            : null;
    }

    /// <summary>Seconds since 1970 as a whole number of ten digits (2001 to 2286): shorter ones are durations.</summary>
    public static DateTimeOffset? UnixSeconds(ReadOnlySpan<char> text)
    {
        var trimmed = text.Trim();
        return trimmed.Length == 10 && trimmed[0] != '0'
            && long.TryParse(trimmed, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;
    }

    private static DateTimeOffset? Moment(string year, string month, string day, string time, DateTimeOffset now)
    {
        var clock = time.Split(':');
        var monthNumber = Array.FindIndex(Months, name => month.StartsWith(name, StringComparison.OrdinalIgnoreCase)) + 1;
        if (clock.Length != 3 || monthNumber == 0 || !Number(year, 4, out var y) || !Number(day, 2, out var d)
            || !Number(clock[0], 2, out var hour) || !Number(clock[1], 2, out var minute) || !Number(clock[2], 2, out var second))
        {
            return null;
        }

        y = year.Length == 2 ? NearestYear(y, now.Year) : y;
        var isReal = y is >= 1 and <= 9999 && d >= 1 && d <= DateTime.DaysInMonth(y, monthNumber)
            && hour <= 23 && minute <= 59 && second <= 60;
        return isReal
            ? new DateTimeOffset(y, monthNumber, d, hour, minute, Math.Min(second, 59), TimeSpan.Zero)
            : null;
    }

    private static int NearestYear(int twoDigits, int now)
    {
        var year = now - (now % 100) + twoDigits;
        return year > now + 50 ? year - 100 : year <= now - 50 ? year + 100 : year;
    }

    private static bool Number(string text, int mostDigits, out int number)
    {
        number = 0;
        return text.Length <= mostDigits && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }
}
