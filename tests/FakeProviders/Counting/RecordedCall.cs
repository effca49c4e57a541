using System.Text;
using MultiplexCluster.FakeProviders.Scripting;

namespace MultiplexCluster.FakeProviders.Counting;

/// <summary>One call as the fake saw it.</summary>
public sealed class RecordedCall
{
    /// <summary>Bytes of a request body that are kept.</summary>
    public const int BodyLimit = 1 << 20;

    private readonly TaskCompletionSource<CallEnding> _ended =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Place in the order in which request heads arrived, from 1, over all keys.</summary>
    public required long Sequence { get; init; }

    /// <summary>The dialect of the path, or null when no prefix matched.</summary>
    public required ProviderDialect? Dialect { get; init; }

    /// <summary>The credential, empty when none was in the right carrier.</summary>
    public required string Key { get; init; }

    /// <summary>The request method.</summary>
    public required string Method { get; init; }

    /// <summary>Path and query as on the wire, prefix included.</summary>
    public required string Target { get; init; }

    /// <summary>Headers as received: order, case and duplicates kept, one char a byte.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; }

    /// <summary>Monotonic time since the fake's start when the head had been read.</summary>
    public required TimeSpan StartedAt { get; init; }

    /// <summary>The scripted step it got; null for the default answer.</summary>
    public Step? Step { get; init; }

    /// <summary>Monotonic time since the fake's start when the call ended; null while in flight.</summary>
    public TimeSpan? EndedAt { get; private set; }

    /// <summary>How the call ended.</summary>
    public CallEnding Ending { get; private set; }

    /// <summary>The request body, decoded from chunks, up to <see cref="BodyLimit"/> bytes; empty until read.</summary>
    public ReadOnlyMemory<byte> Body { get; internal set; }

    /// <summary>Length of the whole request body.</summary>
    public long BodyLength { get; internal set; }

    /// <summary>The body as UTF-8 text.</summary>
    public string BodyText => Encoding.UTF8.GetString(Body.Span);

    /// <summary>Completes when the call has ended.</summary>
    public Task<CallEnding> Ended => _ended.Task;

    /// <summary>Every value of a header, in order; names compare without case.</summary>
    public IReadOnlyList<string> Header(string name) =>
        [.. Headers.Where(h => string.Equals(h.Key, name, StringComparison.OrdinalIgnoreCase)).Select(h => h.Value)];

    internal void End(CallEnding ending, TimeSpan at)
    {
        EndedAt = at;
        Ending = ending;
        _ended.TrySetResult(ending);
    }
}
