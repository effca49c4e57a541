using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;

namespace MultiplexCluster.Actors.Tests.Time;

/// <summary>
/// A scheduler whose clock stands still until a test moves it. Unlike the test kit's own it moves the monotonic clock,
/// which the actors measure by, and runs what is due in order, each at its own moment.
/// </summary>
public sealed class VirtualScheduler(Config config, ILoggingAdapter log) : SchedulerBase(config, log)
{
    private readonly Lock _lock = new();
    private readonly PriorityQueue<Item, (long Due, long Order)> _items = new();
    private long _elapsed = TimeSpan.FromHours(1).Ticks;
    private long _order;

    /// <summary>What the wall clock shows when the monotonic one shows zero.</summary>
    public DateTimeOffset Epoch { get; set; } = new(2026, 1, 15, 0, 0, 0, TimeSpan.Zero);

    public override TimeSpan MonotonicClock => TimeSpan.FromTicks(Interlocked.Read(ref _elapsed));

    public override TimeSpan HighResMonotonicClock => MonotonicClock;

    protected override DateTimeOffset TimeNow => Epoch + MonotonicClock;

    /// <summary>Moves to the next moment at which something is due, at most to <paramref name="until"/>; false when there is none.</summary>
    public bool Step(TimeSpan until)
    {
        List<Item> due = [];
        lock (_lock)
        {
            if (!_items.TryPeek(out _, out var first) || first.Due > until.Ticks)
            {
                Interlocked.Exchange(ref _elapsed, Math.Max(until.Ticks, _elapsed));
                return false;
            }

            Interlocked.Exchange(ref _elapsed, Math.Max(first.Due, _elapsed));
            while (_items.TryPeek(out var item, out var next) && next.Due <= _elapsed)
            {
                _items.Dequeue();
                due.Add(item);
                if (item.Interval is { } interval && !item.IsCancelled)
                {
                    _items.Enqueue(item, (_elapsed + interval.Ticks, ++_order));
                }
            }
        }

        foreach (var item in due.Where(item => !item.IsCancelled))
        {
            item.Run();
        }

        return true;
    }

    protected override void InternalScheduleTellOnce(TimeSpan delay, ICanTell receiver, object message, IActorRef sender, ICancelable cancelable) =>
        Add(delay, null, () => receiver.Tell(message, sender), cancelable);

    protected override void InternalScheduleTellRepeatedly(TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef sender, ICancelable cancelable) =>
        Add(initialDelay, interval, () => receiver.Tell(message, sender), cancelable);

    protected override void InternalScheduleOnce(TimeSpan delay, Action action, ICancelable cancelable) => Add(delay, null, action, cancelable);

    protected override void InternalScheduleOnce(TimeSpan delay, IRunnable action, ICancelable cancelable) => Add(delay, null, action.Run, cancelable);

    protected override void InternalScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, Action action, ICancelable cancelable) =>
        Add(initialDelay, interval, action, cancelable);

    protected override void InternalScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, IRunnable action, ICancelable cancelable) =>
        Add(initialDelay, interval, action.Run, cancelable);

    private void Add(TimeSpan delay, TimeSpan? interval, Action run, ICancelable? cancelable)
    {
        lock (_lock)
        {
            _items.Enqueue(new Item(run, interval, cancelable), (_elapsed + delay.Ticks, ++_order));
        }
    }

    private sealed record Item(Action Run, TimeSpan? Interval, ICancelable? Cancelable)
    {
        public bool IsCancelled => Cancelable is { IsCancellationRequested: true };
    }
}
