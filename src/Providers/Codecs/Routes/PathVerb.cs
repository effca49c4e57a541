namespace MultiplexCluster.Providers.Codecs.Routes;

/// <summary>Google's custom verbs, <c>…/{name}:verb</c>. Some clients escape the colon.</summary>
internal static class PathVerb
{
    /// <summary>Where the colon before the verb stands and how long it is; -1 where there is none.</summary>
    public static int IndexIn(ReadOnlySpan<char> segment, out int length)
    {
        var plain = segment.LastIndexOf(':');
        var escaped = segment.LastIndexOf("%3A", StringComparison.OrdinalIgnoreCase);
        length = plain > escaped ? 1 : 3;
        return Math.Max(plain, escaped);
    }
}
