namespace MultiplexCluster.Providers.Codecs.EventStreams;

/// <summary>Where events end in a <c>text/event-stream</c>: behind a blank line; lines end by LF, CRLF or CR.</summary>
internal static class EventFrame
{
    /// <summary>The length of the first event with its blank line; 0 where that has not come to its end.</summary>
    public static int LengthOfFirst(ReadOnlySpan<byte> bytes)
    {
        var lineStart = 0;
        while (bytes[lineStart..].IndexOfAny((byte)'\n', (byte)'\r') is >= 0 and var length)
        {
            var end = lineStart + length;
            if (bytes[end] == '\r' && end + 1 == bytes.Length)
            {
                // Whether it ends the line alone is told by the next byte.
                return 0;
            }

            var next = bytes[end] == '\r' && bytes[end + 1] == '\n' ? end + 2 : end + 1;
            if (length == 0)
            {
                return next;
            }

            lineStart = next;
        }

        return 0;
    }
}
