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

    [Fact]
    public void It_forgets_a_reopening_after_it_was_healthy_for_as_long_as_it_would_be_open()
    {
        var closed = Opened().Reopened(Settings, Start).Closed(Start);

        Assert.Equal(1, closed.Succeeded(Settings, Start + TimeSpan.FromSeconds(59)).Reopenings);
        Assert.Equal(0, closed.Succeeded(Settings, Start + TimeSpan.FromSeconds(60)).Reopenings);
    }

    private static EndpointSettings Many => Settings with { BreakerFailures = 1000 };

    private static CircuitBreaker Opened()
    {
        var breaker = default(CircuitBreaker);
        for (var i = 0; i < 5; i++)
        {
            breaker = breaker.Failed(Settings, Start);
        }

        Assert.True(breaker.IsOpen);
        return breaker;
    }

    private static TimeSpan Ms(int ms) => TimeSpan.FromMilliseconds(ms);
}
