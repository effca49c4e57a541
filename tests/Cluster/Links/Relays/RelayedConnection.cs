using System.Buffers;
using System.Diagnostics;
using System.Net.Sockets;
using System.Threading.Channels;

namespace MultiplexCluster.Cluster.Links.Relays;

/// <summary>
/// A connection that one node made to another, passed on by the lanes of its two directions. Its end passes by a lane
/// too: nobody learns of anything across a cut.
/// </summary>
internal sealed class RelayedConnection(Socket caller, Socket callee, Lane there, Lane back) : IDisposable
{
    private const int ChunkBytes = 16 * 1024;
    private const int MostHeld = 64;
    private readonly CancellationTokenSource _end = new();

    /// <summary>Passes on until both directions have ended.</summary>
    public async Task RunAsync()
    {
        await Task.WhenAll(PumpAsync(caller, callee, there, back), PumpAsync(callee, caller, back, there));
        Dispose();
    }

    /// <summary>Both ends see a reset.</summary>
    public void Reset()
    {
        // Before the pumps learn of it: they would close in good order.
        Abort(caller);
        Abort(callee);
        _end.Cancel();
    }

    public void Dispose()
    {
        _end.Cancel();
        caller.Dispose();
        callee.Dispose();
    }

    internal static void Abort(Socket socket)
    {
        try
        {
            socket.LingerState = new LingerOption(true, 0);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // Closed already.
        }

        socket.Dispose();
    }

    private async Task PumpAsync(Socket from, Socket to, Lane lane, Lane reverse)
    {
        var held = Channel.CreateBounded<(byte[] Bytes, int Count, long Due)>(MostHeld);
        var reading = ReadAsync(from, held.Writer, lane);
        try
        {
            try
            {
                await WriteAsync(held.Reader, to, lane, reverse, from);
            }
            finally
            {
                held.Writer.TryComplete();
                await reading;
            }
        }
        catch (OperationCanceledException)
        {
            // Ended from here.
        }
    }

    private async Task ReadAsync(Socket from, ChannelWriter<(byte[] Bytes, int Count, long Due)> held, Lane lane)
    {
        try
        {
            while (true)
            {
                var bytes = ArrayPool<byte>.Shared.Rent(ChunkBytes);
                var count = await from.ReceiveAsync(bytes, SocketFlags.None, _end.Token);
                if (count == 0)
                {
                    held.TryComplete();
                    return;
                }

                var due = Stopwatch.GetTimestamp() + (long)(lane.Delay.TotalSeconds * Stopwatch.Frequency);
                await held.WriteAsync((bytes, count, due), _end.Token);
            }
        }
        catch (Exception ended) when (ended is SocketException or ObjectDisposedException or OperationCanceledException or ChannelClosedException)
        {
            held.TryComplete(ended);
        }
    }

    private async Task WriteAsync(ChannelReader<(byte[] Bytes, int Count, long Due)> held, Socket to, Lane lane, Lane reverse, Socket from)
    {
        try
        {
            await foreach (var (bytes, count, due) in held.ReadAllAsync(_end.Token))
            {
                if (due > Stopwatch.GetTimestamp())
                {
                    await Task.Delay(Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due), _end.Token);
                }

                await lane.PassAsync(_end.Token);
                if (!await TrySendAsync(to, bytes.AsMemory(0, count)))
                {
                    await reverse.PassAsync(_end.Token);
                    Abort(from);
                    return;
                }

                ArrayPool<byte>.Shared.Return(bytes);
            }

            await lane.PassAsync(_end.Token);
            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception broken) when (broken is SocketException or ObjectDisposedException or ChannelClosedException)
        {
            await lane.PassAsync(_end.Token);
            Abort(to);
        }
    }

    private async Task<bool> TrySendAsync(Socket to, ReadOnlyMemory<byte> bytes)
    {
        try
        {
            while (bytes.Length > 0)
            {
                bytes = bytes[await to.SendAsync(bytes, SocketFlags.None, _end.Token)..];
            }

            return true;
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            return false;
        }
    }
}
