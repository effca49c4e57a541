using System.Buffers.Binary;
using System.Text;

namespace MultiplexCluster.Providers.Tests.Codecs.WebSockets;

/// <summary>Frames as RFC 6455, 5.2 draws them.</summary>
internal static class Frames
{
    internal static byte[] Text(string text, bool isFinal = true, int opcode = 1, byte[]? mask = null) => Of(opcode, Encoding.UTF8.GetBytes(text), isFinal, mask);

    internal static byte[] Close(int code, string reason = "", byte[]? mask = null)
    {
        var payload = new byte[2 + reason.Length];
        BinaryPrimitives.WriteUInt16BigEndian(payload, (ushort)code);
        Encoding.ASCII.GetBytes(reason, payload.AsSpan(2));
        return Of(8, payload, isFinal: true, mask);
    }

    internal static byte[] Of(int opcode, byte[] payload, bool isFinal = true, byte[]? mask = null)
    {
        var frame = new List<byte> { (byte)((isFinal ? 0x80 : 0) | opcode) };
        var masked = mask is null ? 0 : 0x80;
        Span<byte> length = stackalloc byte[8];
        switch (payload.Length)
        {
            case < 126:
                frame.Add((byte)(masked | payload.Length));
                break;
            case <= ushort.MaxValue:
                frame.Add((byte)(masked | 126));
                BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)payload.Length);
                frame.AddRange(length[..2]);
                break;
            default:
                frame.Add((byte)(masked | 127));
                BinaryPrimitives.WriteInt64BigEndian(length, payload.Length);
                frame.AddRange(length);
                break;
        }

        frame.AddRange(mask ?? []);
        frame.AddRange(payload.Select((b, i) => mask is null ? b : (byte)(b ^ mask[i % 4])));
        return [.. frame];
    }
}
