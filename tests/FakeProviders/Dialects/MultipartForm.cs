using System.Text;

namespace MultiplexCluster.FakeProviders.Dialects;

/// <summary>A <c>multipart/form-data</c> body.</summary>
/// <param name="Parts">The parts in order.</param>
internal sealed record MultipartForm(IReadOnlyList<FormPart> Parts)
{
    /// <summary>A form without parts when the content type or the body is no multipart form.</summary>
    public static MultipartForm Parse(string contentType, ReadOnlySpan<byte> body)
    {
        var at = contentType.IndexOf("boundary=", StringComparison.OrdinalIgnoreCase);
        if (at < 0)
        {
            return new MultipartForm([]);
        }

        var boundary = Encoding.Latin1.GetBytes("\r\n--" + contentType[(at + 9)..].Split(';')[0].Trim('"', ' '));
        var parts = new List<FormPart>();
        var rest = body.StartsWith(boundary.AsSpan(2)) ? body[(boundary.Length - 2)..] : default;
        while (rest.StartsWith("\r\n"u8))
        {
            var end = rest.IndexOf(boundary);
            if (end < 0)
            {
                break; // cut off
            }

            if (FormPart.Parse(rest[2..end]) is { } part)
            {
                parts.Add(part);
            }

            rest = rest[(end + boundary.Length)..];
        }

        return new MultipartForm(parts);
    }

    /// <summary>The first part of that name, or null.</summary>
    public FormPart? Find(string name) => Parts.FirstOrDefault(p => p.Name == name);

    /// <summary>The text of the first part of that name, or null.</summary>
    public string? Text(string name) => Find(name) is { } part ? Encoding.UTF8.GetString(part.Content) : null;
}
