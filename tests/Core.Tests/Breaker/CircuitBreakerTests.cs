using CsCheck;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Core.Breaker;
using Xunit;

namespace MultiplexCluster.Core.Tests.Breaker;

public sealed class CircuitBreakerTests
{
    private static readonly TimeSpan Start = TimeSpan.FromHours(1);
    private static readonly EndpointSettings Settings = new() { Provider = ProviderKind.OpenAi };

    [Fact]
    public void It_opens_at_the_set_number_of_consecutive_failures_and_not_before() =>
        Gen.Select(Gen.Int[1, 15], Gen.Bool.Array[0, 15]).Sample((limit, outcomes) =>
        {
            var settings = Settings with { BreakerFailures = limit };
            var (breaker, run) = (default(CircuitBreaker), 0);
            foreach (var failed in outcomes)
            {
                run = failed ? run + 1 : 0;
                breaker = failed ? breaker.Failed(settings, Start) : breaker.Succeeded(settings, Start);
                if (breaker.IsOpen != (run >= limit))
                {
                    return false;
                }

                if (breaker.IsOpen)
                {
                    return breaker.OpenUntil == Start + settings.BreakerOpen;
                }
            }

            return true;
        });

    [Fact]
    public void It_opens_when_half_of_twenty_fail_and_never_below_twenty() =>
        Gen.Shuffle(Enumerable.Range(0, 20).Select(i => i % 2 == 0).ToArray()).Sample(outcomes =>
        {
            var breaker = default(CircuitBreaker);
            foreach (var failed in outcomes)
            {
                if (breaker.IsOpen)
                {
                    return false;
                }

                breaker = failed ? breaker.Failed(Many, Start) : breaker.Succeeded(Many, Start);
            }

            // Only a failure opens: where the last was a success, the next failure does.
            return outcomes[^1] ? breaker.IsOpen : breaker.Failed(Many, Start).IsOpen;
        });

    [Fact]
    public void Failures_older_than_the_window_do_not_count()
    {
        var breaker = default(CircuitBreaker);
        for (var i = 0; i < 19; i++)
        {
            breaker = breaker.Failed(Many, Start);
        }

        breaker = breaker.Failed(Many, Start + TimeSpan.FromSeconds(31));

        Assert.False(breaker.IsOpen);
        Assert.Equal((1, 1), breaker.Window.Count(Start + TimeSpan.FromSeconds(31)));
    }

    [Fact]
    public void A_limit_of_zero_never_opens() => Gen.Int[0, 2000].Sample(
        failures =>
        {
            var breaker = default(CircuitBreaker);
            for (var i = 0; i < failures; i++)
            {
                breaker = breaker.Failed(Settings with { BreakerFailures = 0 }, Start);
            }

            return !breaker.IsOpen;
        },
        iter: 10);

    [Theory]
    [InlineData(0, 30)]
    [InlineData(1, 60)]
    [InlineData(2, 120)]
    [InlineData(3, 240)]
    [InlineData(4, 300)]
    [InlineData(100, 300)]
    public void Its_open_time_doubles_with_each_reopening_up_to_tenfold(int reopenings, int seconds)
    {
        var breaker = Opened();
        for (var i = 0; i < reopenings; i++)
        {
            breaker = breaker.Reopened(Settings, Start);
        }

        Assert.Equal(Start + TimeSpan.FromSeconds(seconds), breaker.OpenUntil);
    }

    [Fact]
    public void A_closed_circuit_takes_up_its_load_over_ten_seconds() =>
        Gen.Select(Gen.Int[1, 10_000], Gen.Int[0, 20_000]).Sample((limit, ms) =>
        {
            var breaker = Opened().Closed(Start);
            var (now, later) = (breaker.Limit(limit, Start + Ms(ms)), breaker.Limit(limit, Start + Ms(ms + 100)));
            return now >= 1 && now <= later && later <= limit && (ms < 10_000 || now == limit);
        });

    [Fact]
    public void One_that_never_opened_has_no_slow_start() => Assert.Equal(500, default(CircuitBreaker).Limit(500, Start));

    [Theory]
    [InlineData(0, 60)]
    [InlineData(29.9, 60)]
    [InlineData(30, 30)]
    public void A_circuit_that_opens_again_soon_after_it_closed_stays_open_for_twice_as_long(double closedFor, int seconds)
    {
        var now = Start + TimeSpan.FromSeconds(closedFor);

        Assert.Equal(now + TimeSpan.FromSeconds(seconds), Reopens(Opened().Closed(Start), now).OpenUntil);
    }

    [Theory]
    [InlineData(59.9, 120)]
    [InlineData(60, 60)]
    [InlineData(89.9, 60)]
    [InlineData(90, 30)]
    public void Each_stretch_closed_as_long_as_it_was_open_takes_one_doubling_back(double closedFor, int seconds)
    {
        var closed = Opened().Reopened(Settings, Start).Closed(Start);
        var now = Start + TimeSpan.FromSeconds(closedFor);

        Assert.Equal(now + TimeSpan.FromSeconds(seconds), Reopens(closed, now).OpenUntil);
    }

    // A life: how long it stays closed each time before it opens, and how many probes fail before it closes.
    private static readonly Gen<(int ClosedMs, int FailedProbes)[]> Lives = Gen.Select(Gen.Int[0, 900_000], Gen.Int[0, 3]).Array[1, 12];

    [Fact]
    public void However_it_opens_and_closes_it_is_open_for_one_to_ten_times_the_set_time() => Lives.Sample(life =>
        OpenTimes(life).All(open => open >= Settings.BreakerOpen && open <= Settings.BreakerOpen * 10));

    [Fact]
    public void Flapping_opens_it_for_twice_as_long_each_time_up_to_tenfold() => Gen.Int[1, 12].Sample(times =>
        OpenTimes([.. Enumerable.Repeat((0, 0), times)]).SequenceEqual(
            Enumerable.Range(0, times).Select(n => Settings.BreakerOpen * Math.Min(Math.Pow(2, n), 10))));

    [Fact]
    public void The_longer_it_stays_closed_the_shorter_it_opens_next() => Gen.Select(Lives, Gen.Int[0, 900_000], Gen.Int[0, 900_000]).Sample((life, a, b) =>
        OpenTimes([.. life, (Math.Min(a, b), 0)])[^1] >= OpenTimes([.. life, (Math.Max(a, b), 0)])[^1]);

    [Fact]
    public void Closed_for_as_long_as_all_its_openings_lasted_it_opens_as_for_the_first_time() => Lives.Sample(life =>
        OpenTimes([.. life, ((int)TimeSpan.FromSeconds(300 + 240 + 120 + 60 + 30).TotalMilliseconds, 0)])[^1] == Settings.BreakerOpen);

    [Fact]
    public void Successes_begin_no_second_slow_start() => Gen.Select(Gen.Int[0, 4], Gen.Int[10_000, 900_000]).Sample((reopenings, ms) =>
    {
        var breaker = Enumerable.Range(0, reopenings).Aggregate(Opened(), (b, _) => b.Reopened(Settings, Start)).Closed(Start);
        return breaker.Succeeded(Settings, Start + Ms(ms)).Limit(500, Start + Ms(ms)) == 500;
    });

    private static List<TimeSpan> OpenTimes((int ClosedMs, int FailedProbes)[] life)
    {
        var (breaker, now, times) = (default(CircuitBreaker), Start, new List<TimeSpan>());
        foreach (var (closedMs, failedProbes) in life)
        {
            now += Ms(closedMs);
            breaker = Reopens(breaker, now);
            times.Add(breaker.OpenUntil!.Value - now);
            for (var i = 0; i < failedProbes; i++)
            {
                now = breaker.OpenUntil!.Value;
                breaker = breaker.Reopened(Settings, now);
                times.Add(breaker.OpenUntil!.Value - now);
            }

            now = breaker.OpenUntil!.Value;
            breaker = breaker.Closed(now);
        }

        return times;
    }

    private static CircuitBreaker Reopens(CircuitBreaker breaker, TimeSpan now)
    {
        for (var i = 0; i < Settings.BreakerFailures; i++)
        {
            breaker = breaker.Failed(Settings, now);
        }

        Assert.True(breaker.IsOpen);
        return breaker;
    }

    private static EndpointSettings Many => Settings with { BreakerFailures = 1000 };

    private static CircuitBreaker Opened() => Reopens(default, Start);

    private static TimeSpan Ms(int ms) => TimeSpan.FromMilliseconds(ms);
}
