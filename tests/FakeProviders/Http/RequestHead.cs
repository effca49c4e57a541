using System.Buffers.Text;

namespace MultiplexCluster.FakeProviders.Http;

/// <summary>
/// A parsed request head: offsets into the bytes it was parsed from, which every accessor takes again.
/// One instance serves all requests of a connection.
/// </summary>
internal sealed class RequestHead
{
    private Range _method;
    private Range _target;
    private Range _authorization;
    private Range _xApiKey;
    private Range _xGoogApiKey;
    private int _headersAt;

    /// <summary>Bytes of the head with its empty line.</summary>
    public int Length { get; private set; }

    public long ContentLength { get; private set; }

    public bool IsChunked { get; private set; }

    public bool ExpectsContinue { get; private set; }

    public bool WantsClose { get; private set; }

    public ReadOnlySpan<byte> Method(ReadOnlySpan<byte> bytes) => bytes[_method];

    public ReadOnlySpan<byte> Target(ReadOnlySpan<byte> bytes) => bytes[_target];

    public ReadOnlySpan<byte> XApiKey(ReadOnlySpan<byte> bytes) => bytes[_xApiKey];

    public ReadOnlySpan<byte> XGoogApiKey(ReadOnlySpan<byte> bytes) => bytes[_xGoogApiKey];

    public ReadOnlySpan<byte> Bearer(ReadOnlySpan<byte> bytes)
    {
        var value = bytes[_authorization];
        return value.StartsWith("Bearer "u8) ? value[7..].Trim((byte)' ') : default;
    }

    /// <summary>False when the head is not complete yet.</summary>
    /// <exception cref="FormatException">The request line is not HTTP.</exception>
    public bool TryParse(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return false;
        }

        Length = end + 4;
        (ContentLength, IsChunked, ExpectsContinue, WantsClose) = (0, false, false, false);
        _authorization = _xApiKey = _xGoogApiKey = default;
        var lineEnd = bytes.IndexOf("\r\n"u8);
        var line = bytes[..lineEnd];
        var space = line.IndexOf((byte)' ');
        var lastSpace = line.LastIndexOf((byte)' ');
        if (space <= 0 || lastSpace <= space)
        {
            throw new FormatException("not a request line");
        }

        _method = ..space;
        _target = (space + 1)..lastSpace;
        WantsClose = line.EndsWith("1.0"u8);
        _headersAt = lineEnd + 2;
        ParseHeaders(bytes, end + 2);
        return true;
    }

    /// <summary>All headers, in order, one char a byte.</summary>
    public List<KeyValuePair<string, string>> Headers(ReadOnlySpan<byte> bytes)
    {
        var headers = new List<KeyValuePair<string, string>>();
        var latin1 = System.Text.Encoding.Latin1;
        for (var at = _headersAt; at < Length - 2;)
        {
            var line = bytes[at..(Length - 2)];
            line = line[..line.IndexOf("\r\n"u8)];
            at += line.Length + 2;
            var colon = line.IndexOf((byte)':');
            headers.Add(colon < 0
                ? new(latin1.GetString(line), "")
                : new(latin1.GetString(line[..colon]), latin1.GetString(line[(colon + 1)..].Trim(" \t"u8))));
        }

        return headers;
    }

    private void ParseHeaders(ReadOnlySpan<byte> bytes, int end)
    {
        for (var at = _headersAt; at < end;)
        {
            var length = bytes[at..end].IndexOf("\r\n"u8);
            var colon = bytes.Slice(at, length).IndexOf((byte)':');
            if (colon is 6 or 9 or 10 or 13 or 14 or 17)
            {
                var value = (at + colon + 1)..(at + length);
                while (value.Start.Value < value.End.Value && bytes[value.Start.Value] == ' ')
                {
                    value = (value.Start.Value + 1)..value.End.Value;
                }

                Note(bytes.Slice(at, colon), bytes[value], value);
            }

            at += length + 2;
        }
    }

    private void Note(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, Range at)
    {
        if (Is(name, "authorization"u8))
        {
            _authorization = at;
        }
        else if (Is(name, "x-api-key"u8))
        {
            _xApiKey = at;
        }
        else if (Is(name, "content-length"u8))
        {
            ContentLength = Utf8Parser.TryParse(value, out long length, out _) && length >= 0
                ? length
                : throw new FormatException("not a length");
        }
        else if (Is(name, "x-goog-api-key"u8))
        {
            _xGoogApiKey = at;
        }
        else if (Is(name, "transfer-encoding"u8))
        {
            IsChunked = Is(value, "chunked"u8);
        }
        else if (Is(name, "expect"u8))
        {
            ExpectsContinue = Is(value, "100-continue"u8);
        }
        else if (Is(name, "connection"u8))
        {
            WantsClose |= Is(value, "close"u8);
        }
    }

    private static bool Is(ReadOnlySpan<byte> name, ReadOnlySpan<byte> lowerCase) =>
        name.Length == lowerCase.Length && System.Text.Ascii.EqualsIgnoreCase(name, lowerCase);
}
