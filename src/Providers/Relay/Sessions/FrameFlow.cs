using System.Buffers;
using MultiplexCluster.Providers.Codecs.WebSockets;
using MultiplexCluster.Providers.Relay.Exchanges;

namespace MultiplexCluster.Providers.Relay.Sessions;

/// <summary>
/// One direction of a session: bytes pass as they come. A close frame of the service's own goes out between two frames,
/// never inside one; after it nothing more passes, though the source is read on.
/// </summary>
/// <param name="from">Where bytes come from.</param>
/// <param name="to">Where they go.</param>
/// <param name="read">Looks at them on their way.</param>
/// <param name="frames">Knows where frames end, by the same bytes.</param>
/// <param name="exchange">Its clocks are told of progress.</param>
internal sealed class FrameFlow(Stream from, Stream to, Action<ReadOnlyMemory<byte>> read, FrameScanner frames, Exchange exchange) : IDisposable
{
    private const int Piece = 16 * 1024;

    private readonly SemaphoreSlim _writing = new(1);
    private ReadOnlyMemory<byte> _farewell;
    private bool _isShut;

    /// <summary>Carries bytes until the source has sent its close frame or one side is gone. Throws nothing.</summary>
    internal async Task<FlowEnd> RunAsync(CancellationToken cancel)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Piece);
        var isReading = true;
        try
        {
            while (await from.ReadAsync(buffer, cancel) is > 0 and var count)
            {
                isReading = false;
                exchange.Progress();
                await PassAsync(buffer.AsMemory(0, count), cancel);
                isReading = true;
                if (frames.IsClosed)
                {
                    break;
                }
            }

            ArrayPool<byte>.Shared.Return(buffer);
            return FlowEnd.SourceEnded;
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            return FlowEnd.Cancelled;
        }
        catch (Exception gone) when (gone is IOException or ObjectDisposedException or InvalidOperationException or OperationCanceledException)
        {
            return isReading ? FlowEnd.SourceEnded : FlowEnd.TargetGone;
        }
    }

    /// <summary>Says goodbye as soon as no frame is under way. Throws nothing.</summary>
    internal async ValueTask CloseAsync(ReadOnlyMemory<byte> closeFrame, CancellationToken cancel)
    {
        try
        {
            await _writing.WaitAsync(cancel);
            try
            {
                _farewell = _isShut ? default : closeFrame;
                await SayFarewellAsync(cancel);
            }
            finally
            {
                _writing.Release();
            }
        }
        catch (Exception gone) when (gone is IOException or ObjectDisposedException or InvalidOperationException or OperationCanceledException)
        {
            // Nobody is there to hear it.
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _writing.Dispose();

    private async ValueTask PassAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        await _writing.WaitAsync(cancel);
        try
        {
            read(bytes);
            if (!_isShut)
            {
                await to.WriteAsync(bytes, cancel);
                await to.FlushAsync(cancel);

                // The other side's own close frame is the last that may pass.
                _isShut = frames.IsClosed;
                await SayFarewellAsync(cancel);
            }
        }
        finally
        {
            _writing.Release();
        }
    }

    private async ValueTask SayFarewellAsync(CancellationToken cancel)
    {
        if (!_farewell.IsEmpty && !_isShut && frames.IsBetweenFrames)
        {
            _isShut = true;
            await to.WriteAsync(_farewell, cancel);
            await to.FlushAsync(cancel);
        }
    }
}

/// <summary>How a direction ended.</summary>
internal enum FlowEnd
{
    /// <summary>The side it came from has ended, well or not.</summary>
    SourceEnded,

    /// <summary>The side it went to takes no more.</summary>
    TargetGone,

    /// <summary>It was broken off here.</summary>
    Cancelled,
}
