using System.Buffers;
using System.Net;
using MultiplexCluster.Providers.Relay.Exchanges;

namespace MultiplexCluster.Providers.Relay.Bodies;

/// <summary>One sending of a body. It knows its length, and its progress keeps the first-byte timeout from running.</summary>
internal sealed class ReplayContent(RequestBody body, Exchange exchange) : HttpContent
{
    private const int Piece = 64 * 1024;

    protected override bool TryComputeLength(out long length)
    {
        length = body.Length;
        return true;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(
        Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        if (!body.TryLease())
        {
            throw new OperationCanceledException("the request is over");
        }

        try
        {
            if (body.IsInMemory)
            {
                await stream.WriteAsync(body.Memory, cancellationToken);
                exchange.Progress();
            }
            else
            {
                await CopyFileAsync(stream, cancellationToken);
            }
        }
        finally
        {
            body.Release();
        }
    }

    private async Task CopyFileAsync(Stream stream, CancellationToken cancel)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Piece);
        var sent = 0L;
        while (sent < body.Length)
        {
            var read = await body.ReadAsync(sent, buffer, cancel);
            if (read == 0)
            {
                throw new IOException("the spooled body is shorter than it was");
            }

            await stream.WriteAsync(buffer.AsMemory(0, read), cancel);
            sent += read;
            exchange.Progress();
        }

        // Not returned on a failure: a write that was broken off may still look at it.
        ArrayPool<byte>.Shared.Return(buffer);
    }
}
