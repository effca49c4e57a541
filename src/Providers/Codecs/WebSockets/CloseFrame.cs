using System.Buffers.Binary;
using System.Text;

namespace MultiplexCluster.Providers.Codecs.WebSockets;

/// <summary>Close frames (RFC 6455, 5.5.1 and 7.4).</summary>
public static class CloseFrame
{
    /// <summary>1000: the purpose is fulfilled.</summary>
    public const int Normal = 1000;

    /// <summary>1001: this end goes away.</summary>
    public const int GoingAway = 1001;

    /// <summary>1011: something unexpected keeps it from going on.</summary>
    public const int InternalError = 1011;

    /// <summary>1013: another try, later, may do.</summary>
    public const int TryAgainLater = 1013;

    /// <summary>A frame. A client's is masked, by a mask of zeros: what it hides nothing from needs no better one.</summary>
    /// <param name="code">1000 – 4999.</param>
    /// <param name="reason">ASCII, at most 123 characters.</param>
    /// <param name="fromClient">It goes to a server.</param>
    public static ReadOnlyMemory<byte> Of(int code, string reason, bool fromClient)
    {
        ArgumentNullException.ThrowIfNull(reason);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(reason.Length, 123);
        var head = fromClient ? 6 : 2;
        var frame = new byte[head + 2 + reason.Length];
        frame[0] = 0x88;
        frame[1] = (byte)((fromClient ? 0x80 : 0) | (2 + reason.Length));
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(head), (ushort)code);
        Encoding.ASCII.GetBytes(reason, frame.AsSpan(head + 2));
        return frame;
    }
}
