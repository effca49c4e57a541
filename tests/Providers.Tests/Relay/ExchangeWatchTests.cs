using MultiplexCluster.Providers.Relay.Exchanges;
using Xunit;

namespace MultiplexCluster.Providers.Tests.Relay;

public sealed class ExchangeWatchTests
{
    private static readonly TimeSpan Period = ExchangeWatch.Period;

    [Theory]
    [InlineData(ExchangePhase.FirstByte, 30, AbortCause.FirstByteTimeout)]
    [InlineData(ExchangePhase.Reading, 60, AbortCause.IdleTimeout)]
    [InlineData(ExchangePhase.Writing, 60, AbortCause.CallerStalled)]
    [InlineData(ExchangePhase.ReadingError, 10, AbortCause.IdleTimeout)]
    internal void Each_phase_has_its_own_limit_never_early_and_three_periods_late_at_most(ExchangePhase phase, int seconds, AbortCause cause)
    {
        var time = new ManualTime();
        using var watch = new ExchangeWatch(time);
        using var exchange = new Exchange(watch, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(60));
        watch.Add(new Alone(exchange));
        exchange.Enter(phase);

        time.Pass(TimeSpan.FromSeconds(seconds));
        Assert.Equal(AbortCause.None, exchange.Cause);
        time.Pass(Period * 3);
        Assert.Equal(cause, exchange.Cause);
    }

    [Fact]
    public void A_process_that_stood_still_takes_no_progress_for_old()
    {
        var time = new ManualTime();
        using var watch = new ExchangeWatch(time);
        using var exchange = new Exchange(watch, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        watch.Add(new Alone(exchange));
        time.Pass(Period);

        // Bytes that came while the timer stood still are noted by its last, old moment.
        time.StandStill(TimeSpan.FromSeconds(5));
        exchange.Enter(ExchangePhase.Reading);
        time.Pass(Period);

        Assert.Equal(AbortCause.None, exchange.Cause);
    }

    [Fact]
    public void What_is_watched_is_looked_at_once_in_each_sweep_until_it_is_removed()
    {
        var time = new ManualTime();
        using var watch = new ExchangeWatch(time);
        var (one, other) = (new Alone(null), new Alone(null));
        watch.Add(one);
        watch.Add(other);
        time.Pass(Period);
        watch.Remove(one);
        time.Pass(Period);

        Assert.Equal((1, 2), (one.Looks, other.Looks));
    }

    private sealed class Alone(Exchange? exchange) : IWatched
    {
        public IWatched? Previous { get; set; }

        public IWatched? Next { get; set; }

        public Exchange? Running => exchange;

        internal int Looks { get; private set; }

        public void LookAtCaller() => Looks++;
    }

    /// <summary>A clock that only passes when told, with one timer.</summary>
    private sealed class ManualTime : TimeProvider, ITimer
    {
        private TimeSpan _now;
        private TimerCallback? _callback;
        private object? _state;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now.Ticks;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            (_callback, _state) = (callback, state);
            return this;
        }

        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        internal void StandStill(TimeSpan time) => _now += time;

        internal void Pass(TimeSpan time)
        {
            for (var end = _now + time; _now < end;)
            {
                _now += Period;
                _callback!(_state);
            }
        }
    }
}
