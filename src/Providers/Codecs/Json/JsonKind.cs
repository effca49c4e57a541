namespace MultiplexCluster.Providers.Codecs.Json;

/// <summary>What a watched value is.</summary>
public enum JsonKind
{
    /// <summary>Nothing yet.</summary>
    None,

    /// <summary><c>null</c>.</summary>
    Null,

    /// <summary><c>true</c>.</summary>
    True,

    /// <summary><c>false</c>.</summary>
    False,

    /// <summary>A number that is a count: digits from 0 to 10^15, a fraction cut off (<c>12.0</c> is 12).</summary>
    Count,

    /// <summary>Any other number: negative, above 10^15, or with an exponent. Its value is not kept.</summary>
    Number,

    /// <summary>A string within the scanner's limit, unescaped.</summary>
    Text,

    /// <summary>The unescaped beginning of a string over the scanner's limit.</summary>
    LongText,

    /// <summary>An object begins.</summary>
    ObjectStart,

    /// <summary>An array begins.</summary>
    ArrayStart,
}
