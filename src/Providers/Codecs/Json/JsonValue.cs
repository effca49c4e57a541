namespace MultiplexCluster.Providers.Codecs.Json;

/// <summary>A watched value, valid only during the call that hands it over.</summary>
public readonly ref struct JsonValue
{
    internal JsonValue(JsonKind kind, long count = 0, ReadOnlySpan<byte> text = default)
    {
        Kind = kind;
        Count = count;
        Text = text;
    }

    /// <summary>What it is.</summary>
    public JsonKind Kind { get; }

    /// <summary>The value of a <see cref="JsonKind.Count"/>, 0 – 10^15.</summary>
    public long Count { get; }

    /// <summary>UTF-8 of a <see cref="JsonKind.Text"/> or <see cref="JsonKind.LongText"/>, as sent (not validated).</summary>
    public ReadOnlySpan<byte> Text { get; }
}
