namespace MultiplexCluster.Simulation.Time;

/// <summary>A clock that jumps from event to event. What is due at the same moment happens in the order it was planned, so a run depends on its seed alone.</summary>
internal sealed class VirtualTime
{
    private readonly PriorityQueue<Action, Due> _due = new();
    private long _numbers;

    /// <summary>The moment; it begins late enough that nothing lies before the clock's zero.</summary>
    public TimeSpan Now { get; private set; } = TimeSpan.FromHours(1);

    /// <summary>Events that have happened.</summary>
    public long Count { get; private set; }

    /// <summary>Plans an event.</summary>
    public void After(TimeSpan delay, Action happens) =>
        _due.Enqueue(happens, new Due((Now + (delay > TimeSpan.Zero ? delay : TimeSpan.Zero)).Ticks, ++_numbers));

    /// <summary>Plans an event for a moment.</summary>
    public void At(TimeSpan moment, Action happens) => After(moment - Now, happens);

    /// <summary>Lets everything happen that is due until then.</summary>
    public void RunUntil(TimeSpan end)
    {
        while (_due.TryPeek(out var next, out var when) && when.Ticks <= end.Ticks)
        {
            _due.Dequeue();
            Now = TimeSpan.FromTicks(when.Ticks);
            Count++;
            next();
        }

        Now = end;
    }

    private readonly record struct Due(long Ticks, long Number) : IComparable<Due>
    {
        public int CompareTo(Due other) => Ticks != other.Ticks ? Ticks.CompareTo(other.Ticks) : Number.CompareTo(other.Number);
    }
}
