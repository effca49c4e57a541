using MultiplexCluster.FakeProviders.Objects;
using MultiplexCluster.FakeProviders.Scripting;

namespace MultiplexCluster.FakeProviders.Counting;

/// <summary>One API key: its script and what was seen of it. The key is the same whatever the dialect.</summary>
public sealed class FakeKey
{
    private readonly Ledger _ledger;

    internal FakeKey(string value, Ledger ledger)
    {
        Value = value;
        _ledger = ledger;
    }

    /// <summary>The credential as sent.</summary>
    public string Value { get; }

    /// <summary>Calls begun so far.</summary>
    public long Count => Counter.Started;

    /// <summary>Calls in flight now.</summary>
    public int InFlight => Counter.Running;

    /// <summary>Most calls ever in flight at once.</summary>
    public int MaxInFlight => Counter.Peak;

    /// <summary>The recorded calls in order of arrival; empty when recording is off.</summary>
    public IReadOnlyList<RecordedCall> Calls => _ledger.CallsOf(Value);

    internal InFlightCount Counter { get; } = new();

    internal KeyScript Script { get; } = new();

    internal KeyObjects Objects { get; } = new();

    /// <summary>Queues a step for one call (or <see cref="Step.Times"/> calls).</summary>
    public FakeKey Then(Step step)
    {
        Script.Then(step);
        return this;
    }

    /// <summary>Queues a step for so many calls.</summary>
    public FakeKey Then(Step step, int times) => Then(step with { Times = times });

    /// <summary>Sets the step for every call after the queued ones.</summary>
    public FakeKey Always(Step step)
    {
        Script.Always(step);
        return this;
    }

    /// <summary>Drops the script: back to default answers.</summary>
    public FakeKey ClearScript()
    {
        Script.Clear();
        return this;
    }

    /// <summary>Completes when the key has seen at least so many calls begin.</summary>
    /// <exception cref="TimeoutException">It has not within the timeout (default 10 s).</exception>
    public Task WaitForCallsAsync(long count, TimeSpan? timeout = null) =>
        _ledger.WaitAsync(() => Count >= count, timeout);

    /// <summary>Completes when exactly so many of the key's calls are in flight.</summary>
    /// <exception cref="TimeoutException">They are not within the timeout (default 10 s).</exception>
    public Task WaitForInFlightAsync(int count, TimeSpan? timeout = null) =>
        _ledger.WaitAsync(() => InFlight == count, timeout);
}
