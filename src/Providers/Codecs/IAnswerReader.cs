using MultiplexCluster.Contracts.Requests;

namespace MultiplexCluster.Providers.Codecs;

/// <summary>
/// Reads usage and completeness from a 2xx answer as its bytes go by, in bounded memory, split anywhere. Never
/// throws on any input. One per answer; not thread-safe.
/// </summary>
public interface IAnswerReader
{
    /// <summary>The next bytes.</summary>
    void Read(ReadOnlySpan<byte> bytes);

    /// <summary>A stream has given its last event: whatever becomes of the connection, the answer is whole.</summary>
    bool HasSaidAll => false;

    /// <summary>The body has ended as HTTP sees it. Says what the answer was.</summary>
    AnswerEnd End();

    /// <summary>What the error that the stream reported means; told once <see cref="End"/> has said <see cref="AnswerEnd.ErrorReported"/>.</summary>
    Verdict Reported => NothingReported;

    /// <summary>A stream that failed, nobody knows why.</summary>
    static Verdict NothingReported { get; } = new(OutcomeClass.BrokenStream, null);

    /// <summary>The tokens to book of those told so far; also valid when the answer broke off.</summary>
    TokenUsage Usage { get; }

    /// <summary>The tokens told so far, whoever books them.</summary>
    TokenUsage Told => Usage;

    /// <summary>By what the answer says, what it tells of is over: told tokens change no more, and untold ones won't be told.</summary>
    bool IsFinished => false;
}

/// <summary>What an answer turned out to be when its body ended.</summary>
public enum AnswerEnd
{
    /// <summary>Complete: an event stream with its dialect's terminal marker, or a body that isn't a stream (its framing is its completeness; for JSON without a known length, whole JSON).</summary>
    Complete,

    /// <summary>A stream without its terminal marker, or JSON that breaks off: the caller must see an error.</summary>
    Incomplete,

    /// <summary>A stream in which the provider reported an error in its dialect: the caller has seen it, and it counts as failed.</summary>
    ErrorReported,

    /// <summary>Nothing that could be put in the caller's format: it has been told so.</summary>
    Untranslatable,
}
