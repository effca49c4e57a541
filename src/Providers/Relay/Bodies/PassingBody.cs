using System.Buffers;
using System.Diagnostics;
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

    /// <summary>What one holds while it waits, counted in the common memory: its beginning and what the server reads ahead of it.</summary>
    private const int Held = MostBeginning + (1024 * 1024);

    /// <summary>A caller may be slow for so long in all; then it must have sent at <see cref="LeastBytesPerSecond"/>, since it holds a key's slot.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    private const int LeastBytesPerSecond = 16 * 1024;

    /// <summary>Providers time a request's body out as well: a cut after so long a wait for the caller is not theirs to answer for.</summary>
    private static readonly TimeSpan LongWait = TimeSpan.FromSeconds(10);

    private readonly PipeReader _reader;
    private readonly BodyMemory _memory;
    private TimeSpan _waited;
    private TimeSpan _lastWait;
    private byte[]? _beginning;
    private int _held;
    private int _taken;
    private int _released;
    private long _passed;

    private PassingBody(PipeReader reader, long length, BodyMemory memory) => (_reader, Length, _memory) = (reader, length, memory);

    /// <summary>Its length in bytes, as announced.</summary>
    internal long Length { get; }

    /// <summary>What came first.</summary>
    internal ReadOnlyMemory<byte> Beginning => _beginning.AsMemory(0, _held);

    /// <summary>Where what follows the beginning comes from.</summary>
    internal PipeReader Rest => _reader;

    /// <summary>It has been sent, or some of it: it can't be sent again.</summary>
    internal bool IsTaken => Volatile.Read(ref _taken) != 0;

    /// <summary>Takes what one more would hold from the common memory; false where that is spent.</summary>
    internal static bool TryTake(BodyMemory memory) => memory.TryTake(Held);

    /// <summary>Waits for the beginning, after <see cref="TryTake"/>. Throws what the reader throws when the caller leaves.</summary>
    internal static async ValueTask<PassingBody> StartAsync(PipeReader reader, long length, BodyMemory memory, CancellationToken cancel)
    {
        var body = new PassingBody(reader, length, memory);
        try
        {
            await body.BeginAsync(cancel);
            return body;
        }
        catch
        {
            body.Release();
            throw;
        }
    }

    private async ValueTask BeginAsync(CancellationToken cancel)
    {
        var wanted = (int)Math.Min(Length, MostBeginning);
        var read = await _reader.ReadAtLeastAsync(wanted, cancel);
        var beginning = read.Buffer.Slice(0, Math.Min(read.Buffer.Length, wanted));
        _beginning = ArrayPool<byte>.Shared.Rent(Math.Max(1, wanted));
        beginning.CopyTo(_beginning);
        _held = (int)beginning.Length;
        _reader.AdvanceTo(beginning.End);
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
            await WriteAsync(target, buffer.AsMemory(0, count), exchange, cancel);
            left -= count;
            exchange.Progress();
        }

        // Not returned on a failure: a write that was broken off may still look at it.
        ArrayPool<byte>.Shared.Return(buffer);
    }

    /// <summary>Gives the beginning's memory back.</summary>
    internal void Release()
    {
        if (Interlocked.Exchange(ref _released, 1) != 0)
        {
            return;
        }

        _memory.Give(Held);
        if (Interlocked.Exchange(ref _beginning, null) is { } beginning)
        {
            ArrayPool<byte>.Shared.Return(beginning);
        }
    }

    private async ValueTask WriteAsync(Stream target, ReadOnlyMemory<byte> bytes, Exchange exchange, CancellationToken cancel)
    {
        try
        {
            await target.WriteAsync(bytes, cancel);
        }
        catch (Exception failure) when (failure is not OperationCanceledException && _lastWait > LongWait)
        {
            exchange.Abort(AbortCause.CallerStalled);
            throw;
        }
    }

    private bool IsTooSlow(long sent) => _waited > Grace && sent < _waited.TotalSeconds * LeastBytesPerSecond;

    private async ValueTask<int> ReadAsync(byte[] buffer, Exchange exchange, CancellationToken cancel)
    {
        try
        {
            var reading = _reader.ReadAsync(cancel);
            var began = Stopwatch.GetTimestamp();
            if (!reading.IsCompleted)
            {
                exchange.Enter(ExchangePhase.Uploading);
            }

            var read = await reading;
            _lastWait = Stopwatch.GetElapsedTime(began);
            _waited += _lastWait;
            if (IsTooSlow(_passed))
            {
                exchange.Abort(AbortCause.CallerStalled);
                throw new OperationCanceledException("the caller sends too slowly");
            }

            exchange.Enter(ExchangePhase.FirstByte);
            var piece = read.Buffer.Slice(0, Math.Min(read.Buffer.Length, buffer.Length));
            var count = (int)piece.Length;
            piece.CopyTo(buffer);
            _reader.AdvanceTo(piece.End);
            _passed += count;
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
