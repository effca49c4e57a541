using CsCheck;
using MultiplexCluster.Providers.Codecs.Delays;
using Xunit;

namespace MultiplexCluster.Providers.Tests.Codecs.Delays;

public class PacificTimeTests
{
    [Theory]
    [InlineData("2026-01-15T07:59:59Z", "00:00:01")]
    [InlineData("2026-01-15T08:00:00Z", "1.00:00:00")]
    [InlineData("2026-07-15T06:00:00Z", "01:00:00")]
    [InlineData("2026-03-08T08:00:00Z", "23:00:00")]
    [InlineData("2026-11-01T07:00:00Z", "1.01:00:00")]
    public void Midnight_follows_daylight_time(string now, string left)
    {
        Assert.Equal(
            TimeSpan.Parse(left, System.Globalization.CultureInfo.InvariantCulture),
            PacificTime.UntilMidnight(DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void The_rule_agrees_with_the_time_zone_database_where_there_is_one()
    {
        if (!TimeZoneInfo.TryFindSystemTimeZoneById("America/Los_Angeles", out var zone))
        {
            return;
        }

        Gen.Long[0, 20L * 366 * 24 * 3600].Sample(seconds =>
        {
            var now = new DateTimeOffset(2008, 1, 1, 0, 0, 0, TimeSpan.Zero).AddSeconds(seconds);
            var midnight = TimeZoneInfo.ConvertTime(now, zone).Date.AddDays(1);
            var expected = new DateTimeOffset(midnight, zone.GetUtcOffset(midnight)) - now;
            Assert.Equal(expected, PacificTime.UntilMidnight(now));
        });
    }
}
