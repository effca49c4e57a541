namespace MultiplexCluster.Providers.Codecs.Requests;

/// <summary>Parameters behind a header's value: <c>form-data; name="model"</c> (RFC 9110, 5.6.6).</summary>
internal static class HeaderParameters
{
    /// <summary>The first parameter of this name, without quotes and backslashes; null where there is none or its quotes don't close.</summary>
    internal static string? Find(ReadOnlySpan<char> header, string name)
    {
        var next = header.IndexOf(';');
        while (next >= 0)
        {
            header = header[(next + 1)..];
            var equals = header.IndexOfAny('=', ';');
            if (equals < 0 || header[equals] == ';')
            {
                next = equals;
                continue;
            }

            var isIt = header[..equals].Trim().Equals(name, StringComparison.OrdinalIgnoreCase);
            header = header[(equals + 1)..].TrimStart();
            if (Value(header, out next) is var value && (isIt || value is null))
            {
                return value;
            }
        }

        return null;
    }

    /// <summary>The value that stands first, and where the next semicolon is (-1 for none).</summary>
    private static string? Value(ReadOnlySpan<char> text, out int next)
    {
        if (text.IsEmpty || text[0] != '"')
        {
            next = text.IndexOf(';');
            return (next < 0 ? text : text[..next]).Trim().ToString();
        }

        var value = new System.Text.StringBuilder();
        for (var i = 1; i < text.Length; i++)
        {
            if (text[i] == '"')
            {
                next = text[i..].IndexOf(';') is >= 0 and var semicolon ? i + semicolon : -1;
                return value.ToString();
            }

            i += text[i] == '\\' && i + 1 < text.Length ? 1 : 0;
            value.Append(text[i]);
        }

        next = -1;
        return null;
    }
}
