using System.Buffers;
using MultiplexCluster.Providers.Codecs.EventStreams;
using MultiplexCluster.Providers.Codecs.OpenAi;

namespace MultiplexCluster.Providers.Relay.Answers;

/// <summary>
/// Lets a chat stream pass but for the chunk that the service itself has asked for. An event goes on when it is whole;
/// one that doesn't fit in the reader's buffer is too long to be that chunk and goes on as it comes.
/// </summary>
internal sealed class UsageWithholding
{
    private bool _inLongEvent;

    /// <summary>Writes the events in these bytes; gives how many bytes are done with. The rest must be handed over again, with more.</summary>
    /// <param name="bytes">What has come and is not done with.</param>
    /// <param name="isFull">There is no room for more behind them.</param>
    /// <param name="output">Where events go.</param>
    internal int Pass(ReadOnlySpan<byte> bytes, bool isFull, IBufferWriter<byte> output)
    {
        var (passed, done) = (0, 0);
        while (EventFrame.LengthOfFirst(bytes[done..]) is > 0 and var length)
        {
            if (!_inLongEvent && UsageChunk.Is(bytes.Slice(done, length)))
            {
                Write(bytes[passed..done], output);
                passed = done + length;
            }

            _inLongEvent = false;
            done += length;
        }

        if (_inLongEvent || (isFull && done == 0))
        {
            // Its last byte stays with the line ends behind it, or they would look like blank lines.
            done = Math.Max(0, bytes.TrimEnd("\r\n"u8).Length - 1);
            _inLongEvent = true;
        }

        Write(bytes[passed..done], output);
        return done;
    }

    private static void Write(ReadOnlySpan<byte> bytes, IBufferWriter<byte> output)
    {
        if (!bytes.IsEmpty)
        {
            output.Write(bytes);
        }
    }
}
