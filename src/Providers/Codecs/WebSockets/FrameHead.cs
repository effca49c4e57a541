using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace MultiplexCluster.Providers.Codecs.WebSockets;

/// <summary>The head of a frame while its bytes come (RFC 6455, 5.2).</summary>
internal struct FrameHead
{
    private const int Most = 14;

    private Bytes _bytes;
    private int _length;

    /// <summary>Not a byte of it has come.</summary>
    internal readonly bool IsEmpty => _length == 0;

    /// <summary>It is there as a whole.</summary>
    internal readonly bool IsWhole => _length >= 2 && _length == Needed;

    /// <summary>0 continuation, 1 text, 2 binary, 8 close, 9 ping, 10 pong.</summary>
    internal readonly int Opcode => _bytes[0] & 0x0F;

    /// <summary>The last frame of its message.</summary>
    internal readonly bool IsFinal => (_bytes[0] & 0x80) != 0;

    /// <summary>A frame of the connection's own, which may stand between those of a message.</summary>
    internal readonly bool IsControl => Opcode >= 8;

    /// <summary>The payload is masked, as a client's must be.</summary>
    internal readonly bool IsMasked => (_bytes[1] & 0x80) != 0;

    /// <summary>Bytes of payload; negative where the head says an impossible length.</summary>
    internal readonly long PayloadLength => ShortLength switch
    {
        126 => BinaryPrimitives.ReadUInt16BigEndian(_bytes[2..4]),
        127 => BinaryPrimitives.ReadInt64BigEndian(_bytes[2..10]),
        var length => length,
    };

    /// <summary>Nothing an extension would have set (none is negotiated), and control frames are whole and short (5.5).</summary>
    internal readonly bool IsSound =>
        (_bytes[0] & 0x70) == 0
        && PayloadLength >= 0
        && Opcode is 0 or 1 or 2 or 8 or 9 or 10
        && (!IsControl || (IsFinal && ShortLength <= 125));

    private readonly int ShortLength => _bytes[1] & 0x7F;

    private readonly int Needed => 2 + (ShortLength switch { 126 => 2, 127 => 8, _ => 0 }) + (IsMasked ? 4 : 0);

    /// <summary>Takes one byte.</summary>
    internal void Take(byte next) => _bytes[_length++] = next;

    /// <summary>The byte of the mask that belongs to a payload byte; 0 where there is no mask.</summary>
    internal readonly byte MaskAt(long index) => IsMasked ? _bytes[_length - 4 + (int)(index & 3)] : (byte)0;

    [InlineArray(Most)]
    private struct Bytes
    {
        private byte _first;
    }
}
