namespace MultiplexCluster.EndToEnd.Streams;

/// <summary>The part of a chat chunk that is the same each time it is asked for: its text, not its id or moment.</summary>
internal static class EventText
{
    /// <summary>The JSON string after <c>"content":</c>, still escaped; empty when there is none.</summary>
    public static ReadOnlySpan<byte> Of(ReadOnlySpan<byte> data)
    {
        var name = data.IndexOf("\"content\":"u8);
        if (name < 0)
        {
            return default;
        }

        var text = data[(name + "\"content\":"u8.Length)..].TrimStart((byte)' ');
        if (text.IsEmpty || text[0] != '"')
        {
            return default;
        }

        text = text[1..];
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '"')
            {
                return text[..i];
            }

            i += text[i] == '\\' ? 1 : 0;
        }

        return text;
    }
}
