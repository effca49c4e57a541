using MultiplexCluster.Providers.Relay.Upstream;

namespace MultiplexCluster.Providers.Tests.Relay;

/// <summary>Tells of its end only once something was written after it: the end crosses the next request, each time.</summary>
internal sealed class LateEndStream(Stream inner) : AsyncStream
{
    private TaskCompletionSource _written = new();

    public override bool CanRead => true;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var written = _written;
        var count = await inner.ReadAsync(buffer, cancellationToken);
        if (count == 0 && !buffer.IsEmpty)
        {
            await written.Task.WaitAsync(cancellationToken);
        }

        return count;
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            await inner.WriteAsync(buffer, cancellationToken);
        }
        finally
        {
            Interlocked.Exchange(ref _written, new TaskCompletionSource()).TrySetResult();
        }
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override void Flush() => inner.Flush();

    protected override void Dispose(bool disposing)
    {
        inner.Dispose();
        base.Dispose(disposing);
    }
}
