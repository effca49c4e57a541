using System.Globalization;

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
        models is { Count: <= 100 } && models.All(IsModelPattern);

    /// <summary>Which of the patterns is none, or how many there are too many; null where all may stand.</summary>
    public static string? OffenderOf(IReadOnlyList<string>? models)
    {
        if (models is null or { Count: > 100 })
        {
            return models is null ? null : string.Create(CultureInfo.InvariantCulture, $"there are {models.Count}");
        }

        return models.FirstOrDefault(pattern => !IsModelPattern(pattern)) is not { } wrong ? null
            : wrong.Length == 0 ? "one is empty"
            : $"'{(wrong.Length > LongestShown ? wrong[..LongestShown] + "…" : wrong)}' is none";
    }

    private const int LongestShown = 64;

    private static bool IsModelPattern(string? pattern) => pattern is not null && IsVisible(pattern, 128);
}
