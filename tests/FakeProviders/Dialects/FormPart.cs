using System.Text;

namespace MultiplexCluster.FakeProviders.Dialects;

/// <summary>One part of a form.</summary>
internal sealed record FormPart(string Name, string? FileName, string? ContentType, byte[] Content)
{
    internal static FormPart? Parse(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return null;
        }

        string? name = null, file = null, type = null;
        foreach (var line in Encoding.UTF8.GetString(bytes[..end]).Split("\r\n"))
        {
            if (line.StartsWith("content-disposition:", StringComparison.OrdinalIgnoreCase))
            {
                (name, file) = (Parameter(line, "name"), Parameter(line, "filename"));
            }
            else if (line.StartsWith("content-type:", StringComparison.OrdinalIgnoreCase))
            {
                type = line[13..].Trim();
            }
        }

        return name is null ? null : new FormPart(name, file, type, bytes[(end + 4)..].ToArray());
    }

    // Some clients quote their values, others do so only where they must.
    private static string? Parameter(string line, string name) => line.Split(';')
        .Select(p => p.Trim()).Where(p => p.StartsWith(name + "=", StringComparison.OrdinalIgnoreCase))
        .Select(p => p[(name.Length + 1)..].Trim('"')).FirstOrDefault();
}
