namespace MultiplexCluster.Providers.Codecs;

/// <summary>Media types as codecs expect them.</summary>
internal static class MediaTypes
{
    internal const string Json = "application/json";
    internal const string Opaque = "application/octet-stream";
    internal const string EventStream = "text/event-stream";

    /// <summary>A Content-Type without its parameters, lower case; the two common ones without allocation.</summary>
    internal static string? Of(string? contentType)
    {
        var type = contentType.AsSpan();
        var end = type.IndexOf(';');
        type = (end < 0 ? type : type[..end]).Trim();
        if (type.IsEmpty)
        {
            return null;
        }

        return type.Equals(Json, StringComparison.OrdinalIgnoreCase) ? Json
            : type.Equals(EventStream, StringComparison.OrdinalIgnoreCase) ? EventStream
            : type.ToString().ToLowerInvariant();
    }
}
