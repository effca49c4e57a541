using System.Buffers;

namespace MultiplexCluster.Contracts.Identity;

/// <summary>The form that endpoint ids, pool names and cluster roles share.</summary>
public static class Label
{
    /// <summary>The longest label, in characters.</summary>
    public const int MaxLength = 64;

    /// <summary>What is accepted.</summary>
    public const string Allowed = "1 to 64 characters of A-Z a-z 0-9 . _ -, but not . or ..";

    private static readonly SearchValues<char> Characters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    /// <summary>Whether a text is a label. <c>.</c> and <c>..</c> are none: they vanish from a URL's path, so nobody could reach what they name.</summary>
    public static bool IsValid(string? text) =>
        text is { Length: > 0 and <= MaxLength } and not ("." or "..") && !text.AsSpan().ContainsAnyExcept(Characters);
}
