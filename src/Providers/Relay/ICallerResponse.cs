using System.IO.Pipelines;

namespace MultiplexCluster.Providers.Relay;

/// <summary>
/// The caller's side of an answer. Status and headers are set before the first byte; whoever owns the connection
/// flushes what is left and ends the answer cleanly when the flow returns, unless <see cref="Abort"/> was called.
/// </summary>
public interface ICallerResponse
{
    /// <summary>Cancelled when the caller has left.</summary>
    CancellationToken Left { get; }

    /// <summary>
    /// True while something lies at the caller's connection, bytes or their end, that the server doesn't take: since it
    /// holds 1 MiB from behind this request already, or has not come to it yet. False where it can't be told. To be asked
    /// from any thread while the request runs; a system call.
    /// </summary>
    bool PilesUp { get; }

    /// <summary>Where the body goes. Its flush waits while the caller is slow.</summary>
    PipeWriter Body { get; }

    /// <summary>Sets the status and, where known, the body's length.</summary>
    void Begin(int status, long? contentLength);

    /// <summary>Sets a header that stands once.</summary>
    void SetHeader(string name, string value);

    /// <summary>Adds one more value of a header that repeats.</summary>
    void AddHeader(string name, string value);

    /// <summary>
    /// Sends what is left and ends the answer cleanly while the flow still has something to do that isn't the caller's.
    /// Nothing may be written after it. May throw where the caller has left.
    /// </summary>
    Task EndAsync() => Body.FlushAsync(Left).AsTask();

    /// <summary>
    /// Turns the connection into a stream both ways, after status and headers of a <c>101</c> have been set. Throws
    /// <see cref="NotSupportedException"/> where that can't be.
    /// </summary>
    ValueTask<Stream> UpgradeAsync() => throw new NotSupportedException("this caller's connection can't be upgraded");

    /// <summary>Cuts the connection, so that nobody can take what was sent for a whole answer. From any thread while the request runs.</summary>
    void Abort();
}
