using System.Net;
using MultiplexCluster.FakeProviders.Counting;
using MultiplexCluster.FakeProviders.Dialects;
using MultiplexCluster.FakeProviders.Http;
using MultiplexCluster.FakeProviders.Scripting;

namespace MultiplexCluster.FakeProviders;

/// <summary>
/// A fake of OpenAI, Anthropic, Gemini and Groq on one loopback port: good answers by default, scripted ones
/// per key, and an exact count of the calls in flight.
/// </summary>
/// <remarks>
/// A call is in flight from when its request head has been read until just before the last byte of the answer
/// is written, or the client's leaving is noticed, or the answer is cut.
/// </remarks>
public sealed class FakeProvider : IAsyncDisposable
{
    private readonly FakeState _state;
    private readonly Listener _listener;

    private FakeProvider(FakeOptions options)
    {
        _state = new FakeState(options);
        _listener = new Listener(_state);
    }

    /// <summary>The port.</summary>
    public int Port => _listener.Port;

    /// <summary>Where a client on this machine finds it, without a slash at the end.</summary>
    public string Origin => $"http://{(_state.Options.Address.Equals(IPAddress.Any) ? IPAddress.Loopback : _state.Options.Address)}:{Port}";

    /// <summary>Every recorded call in order of arrival; empty when recording is off.</summary>
    public IReadOnlyList<RecordedCall> AllCalls => _state.Ledger.AllCalls();

    /// <summary>The clock of <see cref="RecordedCall.StartedAt"/> and <see cref="RecordedCall.EndedAt"/>: time since the fake's start.</summary>
    public TimeSpan Elapsed => _state.Ledger.Elapsed;

    /// <summary>Calls begun so far, over all keys.</summary>
    public long Count => _state.Ledger.Total.Started;

    /// <summary>Calls in flight now, over all keys.</summary>
    public int InFlight => _state.Ledger.Total.Running;

    /// <summary>Most calls ever in flight at once, over all keys.</summary>
    public int MaxInFlight => _state.Ledger.Total.Peak;

    /// <summary>Starts a fake; it listens when this returns.</summary>
    public static Task<FakeProvider> StartAsync(FakeOptions? options = null) =>
        Task.FromResult(new FakeProvider(options ?? new FakeOptions()));

    /// <summary>What an endpoint of this dialect has as its base URL, without a slash at the end.</summary>
    public string BaseUrl(ProviderDialect dialect) => Origin + Dialect.Of(dialect).Prefix;

    /// <summary>The script and counts of a key, made when first named. Calls without a credential are under the empty key.</summary>
    public FakeKey Key(string key) => _state.Ledger.Key(key);

    /// <summary>Completes when at least so many calls have begun over all keys.</summary>
    /// <exception cref="TimeoutException">They have not within the timeout (default 10 s).</exception>
    public Task WaitForCallsAsync(long count, TimeSpan? timeout = null) =>
        _state.Ledger.WaitAsync(() => Count >= count, timeout);

    /// <summary>Completes when exactly so many calls are in flight over all keys.</summary>
    /// <exception cref="TimeoutException">They are not within the timeout (default 10 s).</exception>
    public Task WaitForInFlightAsync(int count, TimeSpan? timeout = null) =>
        _state.Ledger.WaitAsync(() => InFlight == count, timeout);

    /// <summary>Replaces the scripts of the keys named in a JSON script (see README.md).</summary>
    /// <exception cref="System.Text.Json.JsonException">It is no script.</exception>
    public void ApplyScript(ReadOnlySpan<byte> json) => _state.Ledger.Apply(ScriptJson.Parse(json));

    /// <summary>Drops scripts, counts, recorded calls and what keys have made; calls in flight go on and still count.</summary>
    public void Reset() => _state.Ledger.Reset();

    /// <summary>Closes the listener and every connection.</summary>
    public ValueTask DisposeAsync() => _listener.DisposeAsync();
}
