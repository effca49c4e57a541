using System.Net.Sockets;
using MultiplexCluster.FakeProviders.Counting;
using MultiplexCluster.FakeProviders.Scripting;

namespace MultiplexCluster.FakeProviders.Http;

/// <summary>Writes an answer the way its step says: in one go, in small pieces, slowly, up to a cut.</summary>
internal sealed class Output(Socket socket, Call call, Step? step, TimeProvider time, CancellationToken left)
{
    /// <summary>Longer sends can block on a slow reader, so their last byte is sent apart.</summary>
    private const int SurelyBuffered = 16 * 1024;

    private long _bodyLeft = step?.Cut is { At: CutPoint.AfterBytes } cut ? cut.Count : long.MaxValue;

    /// <summary>False when the cut point was reached. Ends the call just before the last byte of the last piece.</summary>
    public async ValueTask<bool> WriteAsync(ReadOnlyMemory<byte> bytes, bool isHead, bool isLast)
    {
        var cut = !isHead && bytes.Length > _bodyLeft;
        if (!isHead)
        {
            bytes = cut ? bytes[..(int)_bodyLeft] : bytes;
            _bodyLeft -= bytes.Length;
        }

        var stride = step?.BytesPerSecond is not null ? 1 : step?.SplitEvery ?? int.MaxValue;
        while (bytes.Length > stride)
        {
            await SendAsync(bytes[..stride]);
            bytes = bytes[stride..];
        }

        if (isLast && !cut)
        {
            if (bytes.Length > SurelyBuffered)
            {
                await SendAsync(bytes[..^1]);
                bytes = bytes[^1..];
            }

            call.End(CallEnding.Answered);
        }

        await SendAsync(bytes);
        return !cut;
    }

    private async ValueTask SendAsync(ReadOnlyMemory<byte> bytes)
    {
        if (step?.BytesPerSecond is { } pace)
        {
            await Task.Delay(TimeSpan.FromSeconds(1.0 / pace), time, left);
        }

        while (!bytes.IsEmpty)
        {
            bytes = bytes[await socket.SendAsync(bytes, SocketFlags.None, left)..];
        }
    }
}
