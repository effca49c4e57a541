using System.IO.Pipelines;
using MultiplexCluster.Providers.Relay;

namespace MultiplexCluster.Host.DataPlane.Unified.Models;

/// <summary>Takes an answer in memory, up to <see cref="MaxBytes"/>.</summary>
internal sealed class CollectedResponse : ICallerResponse, IDisposable
{
    /// <summary>The longest answer: 4 MiB.</summary>
    internal const int MaxBytes = 4 * 1024 * 1024;

    private readonly MemoryStream _bytes = new();
    private readonly CancellationTokenSource _left;

    internal CollectedResponse(CancellationToken cancel)
    {
        _left = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        Body = PipeWriter.Create(new Bounded(_bytes, this), new StreamPipeWriterOptions(leaveOpen: true));
    }

    /// <inheritdoc/>
    public CancellationToken Left => _left.Token;

    /// <inheritdoc/>
    public bool PilesUp => false;

    /// <inheritdoc/>
    public PipeWriter Body { get; }

    /// <summary>The status, or 0 while there is none.</summary>
    internal int Status { get; private set; }

    /// <inheritdoc/>
    public void Begin(int status, long? contentLength) => Status = status;

    /// <inheritdoc/>
    public void SetHeader(string name, string value)
    {
    }

    /// <inheritdoc/>
    public void AddHeader(string name, string value)
    {
    }

    /// <inheritdoc/>
    public void Abort() => _left.Cancel();

    /// <summary>The body, once the flow has returned; null where it broke off or there was no 2xx.</summary>
    internal async ValueTask<ReadOnlyMemory<byte>?> SuccessAsync()
    {
        await Body.FlushAsync();
        return Status is >= 200 and < 300 && !_left.IsCancellationRequested ? _bytes.GetBuffer().AsMemory(0, (int)_bytes.Length) : null;
    }

    /// <inheritdoc/>
    public void Dispose() => _left.Dispose();

    private sealed class Bounded(MemoryStream bytes, CollectedResponse owner) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            if (bytes.Length + buffer.Length > MaxBytes)
            {
                owner.Abort();
            }
            else
            {
                bytes.Write(buffer);
            }
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Write(buffer.Span);
            return ValueTask.CompletedTask;
        }

        public override void Flush()
        {
        }

        public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
