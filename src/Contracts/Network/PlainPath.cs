namespace MultiplexCluster.Contracts.Network;

/// <summary>Which paths may become part of an upstream URL.</summary>
public static class PlainPath
{
    /// <summary>
    /// True for a path that means upstream exactly what it says here: it begins with a slash, is visible ASCII, has no
    /// empty or dot segments, no backslash, and no escape that hides a dot, slash, backslash, percent sign or control
    /// character. A trailing slash is allowed.
    /// </summary>
    public static bool IsPlain(ReadOnlySpan<char> path)
    {
        if (path.IsEmpty || path[0] != '/' || path.ContainsAnyExceptInRange('!', '~') || path.IndexOfAny('\\', '?', '#') >= 0)
        {
            return false;
        }

        for (var i = 0; i < path.Length; i++)
        {
            var fine = path[i] switch
            {
                '/' => IsPlainSegment(path[(i + 1)..], isLast: i == path.Length - 1),
                '%' => IsPlainEscape(path[i..]),
                _ => true,
            };
            if (!fine)
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsPlainSegment(ReadOnlySpan<char> rest, bool isLast)
    {
        var end = rest.IndexOf('/');
        var segment = end < 0 ? rest : rest[..end];

        // "..;x" is a dot segment to servers that cut off path parameters.
        var parameters = segment.IndexOf(';');
        var name = parameters < 0 ? segment : segment[..parameters];
        return (isLast || !segment.IsEmpty) && name is not ("." or "..");
    }

    private static bool IsPlainEscape(ReadOnlySpan<char> escape)
    {
        if (escape.Length < 3 || !char.IsAsciiHexDigit(escape[1]) || !char.IsAsciiHexDigit(escape[2]))
        {
            return false;
        }

        var value = Convert.FromHexString(escape.Slice(1, 2))[0];
        return value is >= 0x20 and not (0x7f or (byte)'.' or (byte)'/' or (byte)'\\' or (byte)'%');
    }
}
