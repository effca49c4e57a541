using System.Buffers;
using System.Net;
using MultiplexCluster.Providers.Codecs.Requests;
using MultiplexCluster.Providers.Relay.Exchanges;

namespace MultiplexCluster.Providers.Relay.Bodies;

/// <summary>
/// One sending of a body, with the changes it goes out with (in the order of their places, apart from each other). It
/// knows its length, and its progress keeps the first-byte timeout from running.
/// </summary>
internal sealed class ReplayContent(RequestBody body, IReadOnlyList<BodyEdit> edits, Exchange exchange) : HttpContent
{
    private const int Piece = 64 * 1024;

    protected override bool TryComputeLength(out long length)
    {
        length = body.Length;
        foreach (var edit in edits)
        {
            length += edit.Growth;
        }

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
            var sent = 0L;
            foreach (var edit in edits)
            {
                await SendAsync(stream, sent, edit.Span.Start, cancellationToken);
                await stream.WriteAsync(edit.Text, cancellationToken);
                sent = edit.Span.End;
            }

            await SendAsync(stream, sent, body.Length, cancellationToken);
        }
        finally
        {
            body.Release();
        }
    }

    private async ValueTask SendAsync(Stream stream, long from, long to, CancellationToken cancel)
    {
        if (body.IsInMemory)
        {
            await stream.WriteAsync(body.Memory[(int)from..(int)to], cancel);
            exchange.Progress();
        }
        else
        {
            await CopyFileAsync(stream, from, to, cancel);
        }
    }

    private async ValueTask CopyFileAsync(Stream stream, long from, long to, CancellationToken cancel)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Piece);
        while (from < to)
        {
            var read = await body.ReadAsync(from, buffer.AsMemory(0, (int)Math.Min(buffer.Length, to - from)), cancel);
            if (read == 0)
            {
                throw new IOException("the spooled body is shorter than it was");
            }

            await stream.WriteAsync(buffer.AsMemory(0, read), cancel);
            from += read;
            exchange.Progress();
        }

        // Not returned on a failure: a write that was broken off may still look at it.
        ArrayPool<byte>.Shared.Return(buffer);
    }
}
