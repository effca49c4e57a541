using MultiplexCluster.Providers.Codecs;
using MultiplexCluster.Providers.Relay.Answers;
using MultiplexCluster.Providers.Relay.Objects;

namespace MultiplexCluster.Providers.Relay.Exchanges;

/// <summary>
/// One exchange with a provider while it runs: what it waits for, since when, and how to break it off. It is its own
/// cancellation source (one object less per call), has no timer and is never reused, so a late abort hits nobody else.
/// </summary>
internal sealed class Exchange(ExchangeWatch watch, TimeSpan firstByteTimeout, TimeSpan idleTimeout) : CancellationTokenSource
{
    // Its status has said already what the answer means; a slow body must not keep the permit.
    private const long ErrorBodyMs = 10_000;
    private const long SaidAllMs = 2_000;

    private readonly long _firstByteMs = (long)firstByteTimeout.TotalMilliseconds;
    private readonly long _idleMs = (long)idleTimeout.TotalMilliseconds;
    private readonly long _began = watch.Timestamp;
    private long _since = watch.NowMs;
    private int _phase = (int)ExchangePhase.FirstByte;
    private int _cause;

    /// <summary>The wall clock, for moments that headers name.</summary>
    internal DateTimeOffset WallNow => watch.WallNow;

    /// <summary>Reads the answer, once there is one.</summary>
    internal IAnswerReader? Reader { get; set; }

    /// <summary>Looks for the id of what the call made; null where that is not wanted.</summary>
    internal MadeObjectReader? Made { get; set; }

    /// <summary>What the answer looks like, once there is one.</summary>
    internal AnswerHead Head { get; set; }

    /// <summary>The provider broke off, or kept its connection open, after the stream's last event: the answer is whole, the connection isn't used again.</summary>
    internal bool EndedEarly { get; set; }

    /// <summary>Nothing says where the answer ends: whatever comes of it, its connection isn't used again.</summary>
    internal bool IsUnsound { get; set; }

    /// <summary>The caller has been given status and headers: this answer is the final one.</summary>
    internal bool AnswerStarted { get; set; }

    /// <summary>The caller's stream has been given its error event.</summary>
    internal bool HasSaidError { get; set; }

    /// <summary>The first byte of the answer's body has come.</summary>
    internal bool HasFirstByte => (ExchangePhase)Volatile.Read(ref _phase) is not (ExchangePhase.FirstByte or ExchangePhase.Uploading);

    /// <summary>From its start to the first byte of the answer's body; null where none came.</summary>
    internal TimeSpan? FirstByteTook { get; private set; }

    /// <summary>Why it was broken off, or <see cref="AbortCause.None"/>.</summary>
    internal AbortCause Cause => (AbortCause)Volatile.Read(ref _cause);

    /// <summary>Something moved; the clock of the current phase starts again.</summary>
    internal void Progress() => Volatile.Write(ref _since, watch.NowMs);

    /// <summary>From now on it waits for something else.</summary>
    internal void Enter(ExchangePhase phase)
    {
        Volatile.Write(ref _phase, (int)phase);
        Progress();
    }

    /// <summary>The first byte of a 2xx answer's body has come.</summary>
    internal void FirstByteCame()
    {
        FirstByteTook = watch.Since(_began);
        Enter(ExchangePhase.Reading);
    }

    /// <summary>Breaks it off. The first cause stays.</summary>
    internal void Abort(AbortCause cause)
    {
        if (Interlocked.CompareExchange(ref _cause, (int)cause, (int)AbortCause.None) == (int)AbortCause.None)
        {
            Cancel();
        }
    }

    /// <summary>The timeout that has passed at this moment, or <see cref="AbortCause.None"/>.</summary>
    internal AbortCause Overdue(long nowMs)
    {
        var waited = nowMs - Volatile.Read(ref _since);
        return (ExchangePhase)Volatile.Read(ref _phase) switch
        {
            ExchangePhase.FirstByte => waited > _firstByteMs ? AbortCause.FirstByteTimeout : AbortCause.None,
            ExchangePhase.Reading => waited > _idleMs ? AbortCause.IdleTimeout : AbortCause.None,
            ExchangePhase.SaidAll => waited > Math.Min(_idleMs, SaidAllMs) ? AbortCause.IdleTimeout : AbortCause.None,
            ExchangePhase.ReadingError => waited > Math.Min(_idleMs, ErrorBodyMs) ? AbortCause.IdleTimeout : AbortCause.None,
            ExchangePhase.Uploading => waited > _idleMs ? AbortCause.CallerStalled : AbortCause.None,
            ExchangePhase.Writing => waited > _idleMs ? AbortCause.CallerStalled : AbortCause.None,
            _ => AbortCause.None,
        };
    }
}

/// <summary>What an exchange waits for.</summary>
internal enum ExchangePhase
{
    /// <summary>The first byte of the provider's answer, beyond its headers (a request body under way counts as progress).</summary>
    FirstByte,

    /// <summary>The next bytes of a body that passes as its caller sends it.</summary>
    Uploading,

    /// <summary>The provider's next byte.</summary>
    Reading,

    /// <summary>The end of a stream that has given its last event: 2 s at most.</summary>
    SaidAll,

    /// <summary>The whole body of an error answer: 10 s at most.</summary>
    ReadingError,

    /// <summary>The caller to take what was sent.</summary>
    Writing,
}
