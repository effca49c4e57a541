namespace MultiplexCluster.Providers.Codecs.Json;

/// <summary>How far a document has come.</summary>
public enum JsonStanding
{
    /// <summary>Not one byte.</summary>
    Empty,

    /// <summary>Well-formed so far, but not whole: white space alone included.</summary>
    Incomplete,

    /// <summary>One whole value and nothing but white space after it.</summary>
    Complete,

    /// <summary>Not JSON (or nested deeper than <see cref="JsonScanner.MaxDepth"/>).</summary>
    Malformed,
}
