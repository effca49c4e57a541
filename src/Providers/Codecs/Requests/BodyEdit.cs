using System.Text.Json;

namespace MultiplexCluster.Providers.Codecs.Requests;

/// <summary>A change of a body on its way: other bytes for a stretch of it (an empty stretch: an insertion).</summary>
/// <param name="Span">What goes.</param>
/// <param name="Text">What comes.</param>
public readonly record struct BodyEdit(BodySpan Span, ReadOnlyMemory<byte> Text)
{
    /// <summary>By how many bytes the body grows.</summary>
    public long Growth => Text.Length - (Span.End - Span.Start);

    /// <summary>Another model for the one the body names.</summary>
    public static BodyEdit OfModel(RequestHead head, string model)
    {
        ArgumentNullException.ThrowIfNull(head);
        return new BodyEdit(head.ModelSpan, JsonSerializer.SerializeToUtf8Bytes(model));
    }
}
