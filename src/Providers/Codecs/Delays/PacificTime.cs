namespace MultiplexCluster.Providers.Codecs.Delays;

/// <summary>
/// Midnight at Google's headquarters, where Gemini's daily quotas begin anew
/// (https://ai.google.dev/gemini-api/docs/rate-limits). Computed by the rule in force since 2007 (daylight time from
/// the second Sunday of March to the first of November, 2:00), so no time-zone data has to be installed.
/// </summary>
public static class PacificTime
{
    private static readonly TimeSpan Standard = TimeSpan.FromHours(-8);
    private static readonly TimeSpan Daylight = TimeSpan.FromHours(-7);

    /// <summary>From now to the next midnight there, more than 0 and at most 25 hours.</summary>
    public static TimeSpan UntilMidnight(DateTimeOffset now)
    {
        var today = now.ToOffset(OffsetAt(now)).Date;
        var midnight = today.AddDays(1);
        return new DateTimeOffset(midnight, OffsetAtMidnight(midnight)) - now;
    }

    private static TimeSpan OffsetAt(DateTimeOffset now)
    {
        var year = now.ToOffset(Standard).Year;
        var begins = new DateTimeOffset(Sunday(year, 3, 2).AddHours(2), Standard);
        var ends = new DateTimeOffset(Sunday(year, 11, 1).AddHours(2), Daylight);
        return now >= begins && now < ends ? Daylight : Standard;
    }

    private static TimeSpan OffsetAtMidnight(DateTime midnight) =>
        midnight > Sunday(midnight.Year, 3, 2) && midnight <= Sunday(midnight.Year, 11, 1) ? Daylight : Standard;

    private static DateTime Sunday(int year, int month, int number)
    {
        var first = new DateTime(year, month, 1, 0, 0, 0, DateTimeKind.Unspecified);
        return first.AddDays(((7 - (int)first.DayOfWeek) % 7) + (7 * (number - 1)));
    }
}
