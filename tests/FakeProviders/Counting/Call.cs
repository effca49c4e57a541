namespace MultiplexCluster.FakeProviders.Counting;

/// <summary>A call from its head to its end; ending twice is harmless, the first ending holds.</summary>
internal sealed class Call(Ledger ledger, FakeKey key, long sequence)
{
    private int _ended;

    public FakeKey Key => key;

    public long Sequence => sequence;

    public RecordedCall? Record { get; private set; }

    /// <summary>Counts the call as begun.</summary>
    public void Begin(RecordedCall? record)
    {
        // The record first: whoever sees the count rise must find the call.
        if (record is not null)
        {
            Record = record;
            ledger.Record(record);
        }

        key.Counter.Begin();
        ledger.Total.Begin();
        ledger.LookAgain();
    }

    public void End(CallEnding ending)
    {
        if (Interlocked.Exchange(ref _ended, 1) != 0)
        {
            return;
        }

        // The record first: whoever sees the count fall must find how the call ended.
        Record?.End(ending, ledger.Elapsed);
        key.Counter.End();
        ledger.Total.End();
        ledger.LookAgain();
    }
}
