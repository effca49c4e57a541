using System.Diagnostics.CodeAnalysis;

namespace MultiplexCluster.Contracts.Secrets;

/// <summary>
/// A provider's API key in the clear. It prints <c>***</c> everywhere; only <see cref="Reveal"/> gives the text,
/// and only the credential that goes upstream may ask for it.
/// </summary>
public sealed class ApiKey : IEquatable<ApiKey>
{
    /// <summary>The longest key, in characters.</summary>
    public const int MaxLength = 4096;

    private readonly string _value;

    private ApiKey(string value) => _value = value;

    /// <summary>The last four characters; four stars where the key has fewer than eight and they would be most of it.</summary>
    public string Hint => _value.Length >= 8 ? _value[^4..] : "****";

    /// <summary>Reads a key: surrounding whitespace is trimmed; what is left must be 1 – 4,096 visible ASCII characters.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out ApiKey? key)
    {
        var trimmed = text?.Trim(' ', '\t', '\r', '\n');
        key = trimmed is { Length: > 0 and <= MaxLength } && !trimmed.AsSpan().ContainsAnyExceptInRange('!', '~')
            ? new ApiKey(trimmed)
            : null;
        return key is not null;
    }

    /// <summary>The key's text, for the one header that carries it.</summary>
    public string Reveal() => _value;

    /// <inheritdoc/>
    public bool Equals(ApiKey? other) => other is not null && string.Equals(_value, other._value, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ApiKey);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(_value);

    /// <inheritdoc/>
    public override string ToString() => "***";
}
