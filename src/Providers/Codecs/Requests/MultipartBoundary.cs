namespace MultiplexCluster.Providers.Codecs.Requests;

/// <summary>The boundary that a multipart Content-Type names.</summary>
internal static class MultipartBoundary
{
    private const int MaxLength = 70;

    /// <summary>It, of 1 to 70 visible ASCII characters or blanks (RFC 2046, 5.1.1), else null.</summary>
    internal static string? Of(string? contentType)
    {
        if (contentType?.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase) != true)
        {
            return null;
        }

        var boundary = HeaderParameters.Find(contentType, "boundary");
        return boundary is { Length: > 0 and <= MaxLength } && !boundary.AsSpan().ContainsAnyExceptInRange(' ', '~') ? boundary : null;
    }
}
