namespace MultiplexCluster.Contracts.Identity;

/// <summary>
/// The label a caller and every log line know a request by: visible ASCII, 1 to 128 characters.
/// A label only: callers reuse theirs, so nothing is ever looked up by it alone.
/// </summary>
public readonly record struct RequestId
{
    /// <summary>The longest id, in characters.</summary>
    public const int MaxLength = 128;

    private readonly string? _value;

    private RequestId(string value) => _value = value;

    /// <summary>The id as text; empty only for <c>default</c>.</summary>
    public string Value => _value ?? string.Empty;

    /// <summary>Reads an id; false when empty, longer than 128, or anything but visible ASCII (0x21 – 0x7E).</summary>
    public static bool TryParse(string? text, out RequestId id)
    {
        var valid = text is { Length: > 0 and <= MaxLength } && !text.AsSpan().ContainsAnyExceptInRange('!', '~');
        id = valid ? new RequestId(text!) : default;
        return valid;
    }

    /// <summary>Reads an id; throws <see cref="FormatException"/> when it is not one.</summary>
    public static RequestId Parse(string text) =>
        TryParse(text, out var id) ? id : throw new FormatException("not a request id");

    /// <inheritdoc/>
    public override string ToString() => Value;
}
