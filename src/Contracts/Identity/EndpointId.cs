namespace MultiplexCluster.Contracts.Identity;

/// <summary>Names one endpoint, by a <see cref="Label"/>: 1 to 64 characters of <c>A-Z a-z 0-9 . _ -</c>, but not <c>.</c> or <c>..</c>.</summary>
public readonly record struct EndpointId
{
    /// <summary>The longest id, in characters.</summary>
    public const int MaxLength = Label.MaxLength;

    private readonly string? _value;

    private EndpointId(string value) => _value = value;

    /// <summary>The id as text; empty only for <c>default</c>.</summary>
    public string Value => _value ?? string.Empty;

    /// <summary>Reads an id; throws <see cref="FormatException"/> when it is not one.</summary>
    public static EndpointId Parse(string text) =>
        TryParse(text, out var id) ? id : throw new FormatException("not an endpoint id");

    /// <summary>Reads an id; false when the text is empty, too long, <c>.</c>, <c>..</c>, or has a character that is not allowed.</summary>
    public static bool TryParse(string? text, out EndpointId id)
    {
        var valid = Label.IsValid(text);
        id = valid ? new EndpointId(text!) : default;
        return valid;
    }

    /// <inheritdoc/>
    public override string ToString() => Value;
}
