using System.Runtime.CompilerServices;

namespace MultiplexCluster.Providers.Relay.Upstream;

/// <summary>
/// A connection that is kept between calls, above TLS. Where it ends while a call waits for its answer's first byte, and
/// had been closed before the call came, it fails with <see cref="UnservedException"/>. By itself the platform takes
/// such an end of a request with a body for a broken answer.
/// </summary>
/// <remarks>
/// The platform begins to read a kept connection before it writes the next request there. So a read that waits while a
/// write begins waits for that request's answer. One reader and one writer at a time, not always the same thread.
/// </remarks>
internal sealed class KeptStream(Stream inner, DialedStream wire) : AsyncStream
{
    private const long NoRequest = -1;

    private long _from = NoRequest;
    private volatile bool _isAsked;
    private volatile bool _isReading;
    private volatile bool _hasEnded;

    public override bool CanRead => true;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _isReading = true;
        var reading = inner.ReadAsync(buffer, cancellationToken);
        if (!reading.IsCompletedSuccessfully)
        {
            return ReadOnAsync(reading, isLookout: buffer.IsEmpty);
        }

        // What has come already needs no task: most reads of a busy answer.
        var count = reading.Result;
        if (count == 0)
        {
            return ReadOnAsync(ValueTask.FromResult(0), isLookout: buffer.IsEmpty);
        }

        Served();
        _isReading = false;
        return ValueTask.FromResult(count);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!_isAsked)
        {
            if (_hasEnded)
            {
                return ValueTask.FromException(new UnservedException(nothingSent: true));
            }

            Volatile.Write(ref _from, _isReading ? wire.Sent : NoRequest);
            _isAsked = true;
        }

        var writing = inner.WriteAsync(buffer, cancellationToken);
        return writing.IsCompletedSuccessfully ? writing : WriteOnAsync(writing);
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override void Flush() => inner.Flush();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> ReadOnAsync(ValueTask<int> reading, bool isLookout)
    {
        try
        {
            var count = await reading;
            if (count > 0)
            {
                Served();
            }
            else if (!isLookout)
            {
                _hasEnded = true;
                ThrowIfUnserved();
            }

            return count;
        }
        finally
        {
            _isReading = false;
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask WriteOnAsync(ValueTask writing)
    {
        try
        {
            await writing;
        }
        catch (IOException)
        {
            ThrowIfUnserved();
            throw;
        }
    }

    private void Served()
    {
        Volatile.Write(ref _from, NoRequest);
        _isAsked = false;
    }

    private void ThrowIfUnserved()
    {
        var from = Volatile.Read(ref _from);
        if (from != NoRequest && wire.WasClosedBefore(from))
        {
            throw new UnservedException(nothingSent: false);
        }
    }
}
