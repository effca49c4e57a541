using System.Buffers.Text;

namespace MultiplexCluster.EndToEnd.Load;

/// <summary>What the load generator needs of a response's head.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="ContentLength">Bytes of the body; null when it comes in chunks.</param>
internal readonly record struct ResponseHead(int Status, long? ContentLength)
{
    /// <summary>Parses a whole head, its closing empty line excluded.</summary>
    public static ResponseHead Parse(ReadOnlySpan<byte> head)
    {
        // "HTTP/1.1 200 OK": the status stands at a fixed place.
        if (head.Length < 12 || !Utf8Parser.TryParse(head[9..12], out int status, out _))
        {
            throw new InvalidDataException("The answer doesn't begin with an HTTP/1.1 status line.");
        }

        while (head.IndexOf("\r\n"u8) is >= 0 and var end)
        {
            head = head[(end + 2)..];
            if (Value(head, "content-length:"u8, out var length))
            {
                return Utf8Parser.TryParse(length, out long bytes, out _)
                    ? new ResponseHead(status, bytes)
                    : throw new InvalidDataException("Content-Length is no number.");
            }

            if (Value(head, "transfer-encoding:"u8, out _))
            {
                return new ResponseHead(status, null);
            }
        }

        throw new InvalidDataException("The answer says neither its length nor that it is chunked.");
    }

    private static bool Value(ReadOnlySpan<byte> line, ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        value = default;
        if (line.Length < name.Length || !System.Text.Ascii.EqualsIgnoreCase(line[..name.Length], name))
        {
            return false;
        }

        value = line[name.Length..].TrimStart((byte)' ');
        return true;
    }
}
