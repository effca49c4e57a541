namespace MultiplexCluster.Core.Settings;

/// <summary>What the text fields of an endpoint may hold. None lets CR, LF or NUL through: some become headers.</summary>
internal static class TextRules
{
    /// <summary>What <c>models</c> may be.</summary>
    public const string AllowedModels =
        "null or an array of at most 100 patterns, each 1 to 128 visible ASCII characters, in which * stands for any text";

    /// <summary>1 to <paramref name="longest"/> characters of visible ASCII.</summary>
    public static bool IsVisible(string text, int longest) =>
        text.Length > 0 && text.Length <= longest && !text.AsSpan().ContainsAnyExceptInRange('!', '~');

    /// <summary>Few and short enough to ride in every announcement of the endpoint.</summary>
    public static bool AreModelPatterns(IReadOnlyList<string>? models) =>
        models is { Count: <= 100 } && models.All(pattern => pattern is not null && IsVisible(pattern, 128));
}
