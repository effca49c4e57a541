using System.Buffers;
using System.IO.Pipelines;
using MultiplexCluster.Providers.Relay.Exchanges;

namespace MultiplexCluster.Providers.Relay.Bodies;

/// <summary>
/// A large upload that lies still at its caller's connection: it goes to the provider as it comes, once. Only its
/// beginning is held here.
/// </summary>
internal sealed class PassingBody
{
    /// <summary>The longest beginning: 64 KiB.</summary>
    private const int MostBeginning = 64 * 1024;

    private const int Piece = 64 * 1024;

    private readonly PipeReader _reader;
    private byte[]? _beginning;
    private int _held;
    private int _taken;

    private PassingBody(PipeReader reader, long length) => (_reader, Length) = (reader, length);

    /// <summary>Its length in bytes, as announced.</summary>
    internal long Length { get; }

    /// <summary>What came first.</summary>
    internal ReadOnlyMemory<byte> Beginning => _beginning.AsMemory(0, _held);

    /// <summary>It has been sent, or some of it: it can't be sent again.</summary>
    internal bool IsTaken => Volatile.Read(ref _taken) != 0;

    /// <summary>Waits for the beginning. Throws what the reader throws when the caller leaves.</summary>
    internal static async ValueTask<PassingBody> StartAsync(PipeReader reader, long length, CancellationToken cancel)
    {
        var body = new PassingBody(reader, length);
        var wanted = (int)Math.Min(length, MostBeginning);
        var read = await reader.ReadAtLeastAsync(wanted, cancel);
        var beginning = read.Buffer.Slice(0, Math.Min(read.Buffer.Length, wanted));
        body._beginning = ArrayPool<byte>.Shared.Rent(Math.Max(1, wanted));
        beginning.CopyTo(body._beginning);
        body._held = (int)beginning.Length;
        reader.AdvanceTo(beginning.End);
        return body;
    }

    /// <summary>Sends it. A caller who leaves or stalls meanwhile ends the exchange.</summary>
    internal async ValueTask CopyToAsync(Stream target, Exchange exchange, CancellationToken cancel)
    {
        if (Interlocked.Exchange(ref _taken, 1) != 0)
        {
            throw new InvalidOperationException("a passing body can be sent once only");
        }

        await target.WriteAsync(Beginning, cancel);
        var buffer = ArrayPool<byte>.Shared.Rent(Piece);
        for (var left = Length - _held; left > 0;)
        {
            var count = await ReadAsync(buffer, exchange, cancel);
            await target.WriteAsync(buffer.AsMemory(0, count), cancel);
            left -= count;
            exchange.Progress();
        }

        // Not returned on a failure: a write that was broken off may still look at it.
        ArrayPool<byte>.Shared.Return(buffer);
    }

    /// <summary>Gives the beginning's memory back.</summary>
    internal void Release()
    {
        if (Interlocked.Exchange(ref _beginning, null) is { } beginning)
        {
            ArrayPool<byte>.Shared.Return(beginning);
        }
    }

    private async ValueTask<int> ReadAsync(byte[] buffer, Exchange exchange, CancellationToken cancel)
    {
        try
        {
            var reading = _reader.ReadAsync(cancel);
            if (!reading.IsCompleted)
            {
                exchange.Enter(ExchangePhase.Uploading);
            }

            var read = await reading;
            exchange.Enter(ExchangePhase.FirstByte);
            var piece = read.Buffer.Slice(0, Math.Min(read.Buffer.Length, buffer.Length));
            var count = (int)piece.Length;
            piece.CopyTo(buffer);
            _reader.AdvanceTo(piece.End);
            return count > 0 ? count : throw new IOException("the caller's body is shorter than it said");
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // Whatever breaks the caller's side, the provider is not at fault.
            exchange.Abort(AbortCause.CallerLeft);
            throw;
        }
    }
}
