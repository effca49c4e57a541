using System.Collections.Concurrent;
using System.Text;
using MultiplexCluster.FakeProviders.Scripting;

namespace MultiplexCluster.FakeProviders.Counting;

/// <summary>All keys, counts and recorded calls of one fake.</summary>
internal sealed class Ledger(FakeOptions options)
{
    private const int KeyCharsOnStack = 512;

    private readonly long _startedAt = options.Time.GetTimestamp();
    private readonly ConcurrentDictionary<string, FakeKey> _keys = new();
    private readonly Waiters _waiters = new();
    private readonly Lock _lock = new();
    private readonly List<RecordedCall> _calls = [];
    private long _sequence;

    public InFlightCount Total { get; } = new();

    public IReadOnlyCollection<FakeKey> Keys => [.. _keys.Values.OrderBy(k => k.Value, StringComparer.Ordinal)];

    public TimeSpan Elapsed => options.Time.GetElapsedTime(_startedAt);

    public FakeKey Key(string value) => _keys.GetOrAdd(value, static (v, ledger) => new FakeKey(v, ledger), this);

    public FakeKey Key(ReadOnlySpan<byte> value)
    {
        Span<char> chars = value.Length <= KeyCharsOnStack ? stackalloc char[value.Length] : new char[value.Length];
        Encoding.Latin1.GetChars(value, chars);
        return _keys.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(chars, out var key)
            ? key
            : Key(chars.ToString());
    }

    public Call NewCall(FakeKey key) => new(this, key, Interlocked.Increment(ref _sequence));

    public void Record(RecordedCall call)
    {
        lock (_lock)
        {
            _calls.Add(call);
        }
    }

    public IReadOnlyList<RecordedCall> AllCalls() => Select(_ => true);

    public IReadOnlyList<RecordedCall> CallsOf(string key) => Select(c => c.Key == key);

    public void LookAgain() => _waiters.LookAgain();

    public Task WaitAsync(Func<bool> met, TimeSpan? timeout) => _waiters.WaitAsync(
        met,
        timeout ?? TimeSpan.FromSeconds(10),
        () => string.Join(", ", Keys.Select(k => $"{k.Value}: {k.Count} begun, {k.InFlight} in flight")));

    /// <summary>Replaces the scripts of the keys named.</summary>
    public void Apply(IReadOnlyDictionary<string, KeySteps> script)
    {
        foreach (var (value, steps) in script)
        {
            var key = Key(value);
            key.Script.Clear();
            foreach (var step in steps.Steps ?? [])
            {
                key.Script.Then(step);
            }

            key.Script.Always(steps.Always);
        }
    }

    /// <summary>Drops scripts, counts, recorded calls and what keys have made; calls in flight go on and still count.</summary>
    public void Reset()
    {
        foreach (var key in _keys.Values)
        {
            key.Script.Clear();
            key.Objects.Clear();
            key.Counter.Reset();
        }

        Total.Reset();
        lock (_lock)
        {
            _calls.Clear();
        }
    }

    private List<RecordedCall> Select(Func<RecordedCall, bool> wanted)
    {
        lock (_lock)
        {
            return [.. _calls.Where(wanted).OrderBy(c => c.Sequence)];
        }
    }
}
