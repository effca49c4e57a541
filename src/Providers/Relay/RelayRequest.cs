using System.Threading.Tasks.Sources;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Providers.Calls;
using MultiplexCluster.Providers.Codecs;
using MultiplexCluster.Providers.Codecs.Requests;
using MultiplexCluster.Providers.Relay.Answers;
using MultiplexCluster.Providers.Relay.Bodies;
using MultiplexCluster.Providers.Relay.Headers;
using MultiplexCluster.Providers.Relay.Objects;
using MultiplexCluster.Providers.Relay.Sessions;
using MultiplexCluster.Providers.Relay.Translated;

namespace MultiplexCluster.Providers.Relay;

/// <summary>
/// One request of the data plane, ready to be sent any number of times (where its body passes: once). It is
/// also where its steps arrive: the router signals from any thread, the flow takes them in order.
/// </summary>
public sealed partial class RelayRequest : ProviderRequest, IValueTaskSource
{
    private ManualResetValueTaskSourceCore<bool> _arrival;
    private AttemptOrder? _order;
    private FinalAnswer _answer;
    private int _finished;
    private int _waiting;

    /// <summary>The dialect.</summary>
    public required IProviderCodec Codec { get; init; }

    /// <summary>What kind of call it is.</summary>
    public required ProviderRoute Route { get; init; }

    /// <summary>The HTTP method.</summary>
    public required HttpMethod Method { get; init; }

    /// <summary>Checked path after the surface's prefix, with its query (no credentials in it).</summary>
    public required string PathAndQuery { get; init; }

    /// <summary>The caller's headers that pass.</summary>
    public required ArraySegment<ForwardedHeader> Headers { get; init; }

    /// <summary>The body, or null where the caller sent none. The owner of the request closes it.</summary>
    public required RequestBody? Body { get; init; }

    /// <inheritdoc/>
    public override long BodyBytes =>
        Route.Usage is UsageShape.None or UsageShape.Opaque || Route.CreatesPaidObject || Route.TakesBytes ? 0 : Body?.Length ?? 0;

    /// <summary>What of the body goes out otherwise than it came, in the order of its places.</summary>
    public IReadOnlyList<BodyEdit> Edits { get; init; } = [];

    /// <summary>The chunk that only tells a chat stream's usage is not the caller's, who hasn't asked for it.</summary>
    public bool WithholdsUsage { get; init; }

    /// <summary>How the answer becomes one in the caller's format; null where it is in it already.</summary>
    public AnswerTranslation? Translation { get; init; }

    /// <summary>The WebSocket session the caller wants opened; null for a call.</summary>
    public WebSocketHandshake? Handshake { get; init; }

    /// <summary>What errors are written in: the dialect of the surface the caller came to.</summary>
    public IErrorDialect Dialect
    {
        get => field ?? Codec;
        init;
    }

    /// <summary>This service's scheme and authority as the caller used them; set for calls whose answers name URLs, null where it isn't known.</summary>
    public string? ServiceOrigin { get; init; }

    /// <summary>What is to be remembered of the answer; null for nothing.</summary>
    public ObjectNotes? Objects { get; init; }

    /// <summary>Who may take it over where its provider can't serve it; null for nobody.</summary>
    public Fallback? Fallback { get; init; }

    /// <inheritdoc/>
    public override string? Alias => Fallback?.Alias;

    /// <summary>Its fallback has taken it over: its answer was not given.</summary>
    public bool IsPassedOver { get; internal set; }

    /// <summary>Where the answer goes.</summary>
    public required ICallerResponse Caller { get; init; }

    /// <summary>The caller has part of the answer already and asks for changes only, so that a 304 is an answer.</summary>
    internal bool IsConditional
    {
        get
        {
            foreach (var header in Headers.AsSpan())
            {
                if (header.Name.StartsWith("If-", StringComparison.OrdinalIgnoreCase))
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>The last answer that was not passed on yet.</summary>
    internal HeldAnswer? Held { get; set; }

    /// <summary>The answer the caller has begun to receive broke off: its connection must be cut.</summary>
    internal bool IsBrokenOff { get; set; }

    /// <summary>The caller's answer, which was ended before the attempt's end was told; null otherwise.</summary>
    internal Task? Ending { get; set; }

    /// <summary>The status the caller got, or 0.</summary>
    public int Status { get; internal set; }

    /// <inheritdoc/>
    public override void Perform(AttemptOrder order)
    {
        ArgumentNullException.ThrowIfNull(order);
        if (Volatile.Read(ref _finished) != 0 || Interlocked.CompareExchange(ref _order, order, null) is not null)
        {
            // Nobody will carry it out, and its slot must not be lost.
            order.Ended(Unperformed);
            return;
        }

        // Between the look and the placing the flow may have ended and looked for the last time.
        if (Volatile.Read(ref _finished) != 0 && Interlocked.CompareExchange(ref _order, null, order) == order)
        {
            order.Ended(Unperformed);
            return;
        }

        // The call starts on the thread that brings the permit: a provider worker's, which is there for it.
        Signal(startsHere: true);
    }

    /// <inheritdoc/>
    public override void Finish(in FinalAnswer answer)
    {
        if (Interlocked.CompareExchange(ref _finished, 1, 0) != 0)
        {
            return;
        }

        _answer = answer;
        Volatile.Write(ref _finished, 2);
        Signal(startsHere: false);
    }

    /// <summary>How an order ends that was never carried out.</summary>
    internal static AttemptResult Unperformed => new() { Outcome = OutcomeClass.Cancelled, SurelyNotExecuted = true };

    /// <summary>The order to carry out next, or null.</summary>
    internal AttemptOrder? TakeOrder() =>
        Volatile.Read(ref _order) is null ? null : Interlocked.Exchange(ref _order, null);

    /// <summary>True once the final answer is decided; it then stands in <see cref="Answer"/>.</summary>
    internal bool IsDecided => Volatile.Read(ref _finished) == 2;

    /// <summary>The final answer.</summary>
    public FinalAnswer Answer => _answer;

    /// <summary>How the last attempt ended.</summary>
    internal AttemptResult LastAttempt { get; set; }

    /// <summary>Completes when a step may have arrived (look again; it can be a false alarm). One waiter at a time.</summary>
    internal ValueTask StepArrives()
    {
        _arrival.Reset();
        Interlocked.Exchange(ref _waiting, 1);
        var arrived = Volatile.Read(ref _order) is not null || IsDecided;
        return arrived && Interlocked.Exchange(ref _waiting, 0) == 1
            ? ValueTask.CompletedTask
            : new ValueTask(this, _arrival.Version);
    }

    void IValueTaskSource.GetResult(short token) => _arrival.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _arrival.GetStatus(token);

    void IValueTaskSource.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _arrival.OnCompleted(continuation, state, token, flags);

    private void Signal(bool startsHere)
    {
        Interlocked.MemoryBarrier();
        if (Interlocked.Exchange(ref _waiting, 0) == 1)
        {
            _arrival.RunContinuationsAsynchronously = !startsHere;
            _arrival.SetResult(true);
        }
    }
}
