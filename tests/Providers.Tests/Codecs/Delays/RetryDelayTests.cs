using CsCheck;
using MultiplexCluster.Providers.Codecs;
using MultiplexCluster.Providers.Codecs.Delays;
using MultiplexCluster.Providers.Tests.Codecs.Errors;
using Xunit;

namespace MultiplexCluster.Providers.Tests.Codecs.Delays;

public class RetryDelayTests
{
    private const double Day = 86_400;
    private const double None = -1;

    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private static readonly RateLimitBucket[] Buckets =
    [
        new("x-ratelimit-remaining-requests", "x-ratelimit-reset-requests"),
        new("x-ratelimit-remaining-tokens", "x-ratelimit-reset-tokens"),
    ];

    [Theory]
    [InlineData("0", 0)]
    [InlineData("5", 5)]
    [InlineData(" 5 ", 5)]
    [InlineData("007", 7)]
    [InlineData("1.5", 1.5)]
    [InlineData("0.0000001", 0.0000001)]
    [InlineData("0.00000001", 0.0000001)]
    [InlineData("59.9999999", 59.9999999)]
    [InlineData(".5", 0.5)]
    [InlineData("86399", 86399)]
    [InlineData("86401", Day)]
    [InlineData("2147483648", Day)]
    [InlineData("99999999999999999999999", Day)]
    [InlineData("5, 10", 5)]
    [InlineData("", None)]
    [InlineData("-1", None)]
    [InlineData("-0.5", None)]
    [InlineData("+5", None)]
    [InlineData("NaN", None)]
    [InlineData("inf", None)]
    [InlineData("Infinity", None)]
    [InlineData("1e309", None)]
    [InlineData("1e2", None)]
    [InlineData("0x10", None)]
    [InlineData("5.", None)]
    [InlineData("5s", None)]
    [InlineData("1.2.3", None)]
    [InlineData("soon", None)]
    [InlineData("٥", None)]
    [InlineData("Fri, 02 Jan 2026 03:04:35 GMT", 30)]
    [InlineData("Mon, 02 Jan 2026 03:04:35 GMT", 30)]
    [InlineData("Fri, 02 Jan 2026 03:04:05 GMT", 0)]
    [InlineData("Thu, 01 Jan 2026 00:00:00 GMT", 0)]
    [InlineData("Sun, 06 Nov 1994 08:49:37 GMT", 0)]
    [InlineData("Fri, 31 Dec 9999 23:59:59 GMT", Day)]
    [InlineData("Friday, 02-Jan-26 03:05:05 GMT", 60)]
    [InlineData("Sunday, 06-Nov-94 08:49:37 GMT", 0)]
    [InlineData("Fri Jan  2 03:04:15 2026", 10)]
    [InlineData("Fri, 02 Jan 2026 03:04:60 GMT", 54)]
    [InlineData("2026-01-02T03:04:35Z", 30)]
    [InlineData("2026-01-02T05:04:35.5+02:00", 30.5)]
    [InlineData("2026-01-02T03:04:35.1234567890Z", 30.1234568)]
    [InlineData("Fri, 32 Jan 2026 03:04:35 GMT", None)]
    [InlineData("Fri, 29 Feb 2026 03:04:35 GMT", None)]
    [InlineData("Fri, 02 Foo 2026 03:04:35 GMT", None)]
    [InlineData("Fri, 02 Jan 2026 25:04:35 GMT", None)]
    [InlineData("Fri, 02 Jan 2026 03:04:35 PST", None)]
    public void Retry_after_gives_exactly_this_delay(string value, double seconds)
    {
        Assert.Equal(Expected(seconds), Find(429, null, null, "Retry-After", value));
    }

    [Theory]
    [InlineData("250", 0.25)]
    [InlineData("1500.5", 1.5005)]
    [InlineData("0", 0)]
    [InlineData("99999999999", Day)]
    [InlineData("-1", 7)]
    [InlineData("NaN", 7)]
    [InlineData("soon", 7)]
    public void Milliseconds_come_first_unless_they_are_nonsense(string value, double seconds)
    {
        Assert.Equal(Expected(seconds), Find(429, null, null, "retry-after", "7", "retry-after-ms", value));
    }

    [Fact]
    public void Ten_kilobytes_of_digits_or_garbage_are_not_a_delay()
    {
        Assert.Null(Find(429, null, null, "retry-after", new string('9', 10_240)));
        Assert.Null(Find(429, null, null, "retry-after", new string('x', 10_240)));
    }

    [Fact]
    public void The_first_of_two_headers_counts()
    {
        Assert.Equal(Expected(3), Find(429, null, null, "retry-after", "3", "retry-after", "30"));
    }

    [Theory]
    [InlineData("Fri, 02 Jan 2026 04:04:05 GMT", "Fri, 02 Jan 2026 04:04:35 GMT", 30)]
    [InlineData("Fri, 02 Jan 2026 02:04:05 GMT", "Fri, 02 Jan 2026 02:04:35 GMT", 30)]
    [InlineData("yesterday", "Fri, 02 Jan 2026 03:04:35 GMT", 30)]
    public void A_date_is_meant_by_the_servers_own_clock(string date, string value, double seconds)
    {
        Assert.Equal(Expected(seconds), Find(429, null, null, "date", date, "retry-after", value));
    }

    [Theory]
    [InlineData("34s", 34)]
    [InlineData("34.0748242s", 34.0748242)]
    [InlineData("34.074824224s", 34.0748243)]
    [InlineData("0s", 0)]
    [InlineData("315576000000s", Day)]
    [InlineData("-5s", None)]
    [InlineData("34", None)]
    [InlineData("s", None)]
    [InlineData("1m", None)]
    public void A_protobuf_duration_is_read(string value, double seconds)
    {
        Assert.Equal(Expected(seconds), Find(429, value, null));
    }

    [Theory]
    [InlineData("12ms", 0.012)]
    [InlineData("1s", 1)]
    [InlineData("6m0s", 360)]
    [InlineData("1h2m3.5s", 3723.5)]
    [InlineData("59.952s", 59.952)]
    [InlineData("2m59.56s", 179.56)]
    [InlineData("1d", Day)]
    [InlineData("3d12h", Day)]
    [InlineData("20", 20)]
    [InlineData("2026-01-02T03:04:45Z", 40)]
    [InlineData("2026-01-01T03:04:45Z", None)]
    [InlineData("-1", None)]
    [InlineData("0", None)]
    [InlineData("0s", None)]
    [InlineData("1s2", None)]
    [InlineData("1x", None)]
    public void The_reset_of_an_empty_bucket_is_the_delay(string reset, double seconds)
    {
        Assert.Equal(
            Expected(seconds),
            Find(429, null, null, "x-ratelimit-remaining-tokens", "0", "x-ratelimit-reset-tokens", reset));
    }

    [Theory]
    [InlineData(429, "0", "0", 9)]
    [InlineData(429, "0", "5", 9)]
    [InlineData(429, "5", "0", 4)]
    [InlineData(429, "5", "5", None)]
    [InlineData(500, "0", "0", None)]
    public void The_latest_reset_of_the_empty_buckets_counts_on_429(int status, string requests, string tokens, double seconds)
    {
        Assert.Equal(Expected(seconds), Find(
            status, null, null,
            "x-ratelimit-remaining-requests", requests, "x-ratelimit-reset-requests", "9s",
            "x-ratelimit-remaining-tokens", tokens, "x-ratelimit-reset-tokens", "4s"));
    }

    [Theory]
    [InlineData("Rate limit reached. Please try again in 6ms.", 0.006)]
    [InlineData("Please try again in 1.2s. Visit https://…", 1.2)]
    [InlineData("Please try again in 6m0s.", 360)]
    [InlineData("Please try again in 7m12s. Need more tokens?", 432)]
    [InlineData("please TRY AGAIN IN 20 seconds", 20)]
    [InlineData("Please retry in 34.074824224s.", 34.0748243)]
    [InlineData("try again in 2 minutes", 120)]
    [InlineData("try again in a while", None)]
    [InlineData("try again in 5", None)]
    [InlineData("try again in -5s", None)]
    [InlineData("try again in ", None)]
    public void The_words_of_a_message_are_the_last_resort(string message, double seconds)
    {
        Assert.Equal(Expected(seconds), Find(429, null, message));
    }

    [Fact]
    public void The_first_source_that_says_something_wins()
    {
        string[] all = ["x-ratelimit-remaining-tokens", "0", "x-ratelimit-reset-tokens", "3s", "retry-after", "2", "retry-after-ms", "1000"];

        Assert.Equal(Expected(1), Find(429, "4s", "try again in 5s", all));
        Assert.Equal(Expected(2), Find(429, "4s", "try again in 5s", all[..6]));
        Assert.Equal(Expected(4), Find(429, "4s", "try again in 5s", all[..4]));
        Assert.Equal(Expected(3), Find(429, null, "try again in 5s", all[..4]));
        Assert.Equal(Expected(5), Find(429, null, "try again in 5s"));
        Assert.Null(Find(429, null, null));
    }

    [Fact]
    public void Any_text_is_a_delay_between_0_and_24_hours_or_none() =>
        Gen.Char["0123456789.,-+:smhdeETZ GMTJan"].Array[0, 40].Select(chars => new string(chars)).Sample(text =>
        {
            foreach (var found in new[]
            {
                Find(429, text, text, "retry-after-ms", text),
                Find(429, null, null, "retry-after", text, "date", text),
                Find(429, null, null, "x-ratelimit-remaining-tokens", "0", "x-ratelimit-reset-tokens", text),
                Find(429, null, $"try again in {text}"),
            })
            {
                Assert.True(found is null || (found >= TimeSpan.Zero && found <= RetryDelay.Longest));
            }
        }, iter: 20_000);

    [Fact]
    public void Every_decimal_is_read_to_the_tick_rounded_up() =>
        Gen.Select(Gen.Long[0, 86_399], Gen.Long[0, 999_999_999]).Sample((seconds, nanoseconds) =>
        {
            var ticks = (seconds * 10_000_000) + ((nanoseconds + 99) / 100);
            Assert.Equal(TimeSpan.FromTicks(ticks), DurationText.Seconds($"{seconds}.{nanoseconds:D9}"));
        });

    [Fact]
    public void Every_duration_in_Gos_form_is_the_sum_of_its_parts() =>
        Gen.Select(Gen.Int[0, 20], Gen.Int[0, 59], Gen.Int[0, 59], Gen.Int[0, 999]).Sample((h, m, s, ms) =>
            Assert.Equal(new TimeSpan(0, h, m, s, ms), DurationText.Go($"{h}h{m}m{s}s{ms}ms")));

    private static TimeSpan? Expected(double seconds) =>
        seconds < 0 ? null : TimeSpan.FromTicks((long)Math.Round(seconds * TimeSpan.TicksPerSecond));

    private static TimeSpan? Find(int status, string? bodyDelay, string? message, params string[] headers) =>
        RetryDelay.Find(
            new ErrorAnswer { Route = new ProviderRoute { Name = "x" }, Status = status, Headers = new FakeHeaders(headers), Body = default, Now = Now },
            Buckets,
            bodyDelay,
            message);
}
