using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace MultiplexCluster.Providers.Translation.Json;

/// <summary>Writes JSON, and copies what is JSON already.</summary>
internal static class JsonOutput
{
    // Validation off: only the shape of what is written here could be wrong, and tests see that.
    private static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    private static readonly SearchValues<byte> LineEnds = SearchValues.Create("\r\n"u8);

    /// <summary>A writer.</summary>
    public static Utf8JsonWriter Writer(IBufferWriter<byte> output) => new(output, Options);

    /// <summary>
    /// A value as it stands, on one line: a line end between its tokens would end an event's data.
    /// </summary>
    public static void WriteRaw(this Utf8JsonWriter json, JsonElement value)
    {
        var raw = value.Raw();
        if (!raw.ContainsAny(LineEnds))
        {
            json.WriteRawValue(raw, skipInputValidation: true);
            return;
        }

        var copy = ArrayPool<byte>.Shared.Rent(raw.Length);
        raw.CopyTo(copy);
        var line = copy.AsSpan(0, raw.Length);
        line.Replace((byte)'\n', (byte)' ');
        line.Replace((byte)'\r', (byte)' ');
        json.WriteRawValue(line, skipInputValidation: true);
        ArrayPool<byte>.Shared.Return(copy);
    }

    /// <summary>A member with a value as it stands.</summary>
    public static void WriteRaw(this Utf8JsonWriter json, ReadOnlySpan<byte> name, JsonElement value)
    {
        json.WritePropertyName(name);
        json.WriteRaw(value);
    }

    /// <summary>A member with a value as it stands; none where the value is undefined or null.</summary>
    public static void WriteRawIfGiven(this Utf8JsonWriter json, ReadOnlySpan<byte> name, JsonElement value)
    {
        if (value.IsGiven())
        {
            json.WriteRaw(name, value);
        }
    }

    /// <summary>A member with an array of values as they stand; none where there are none.</summary>
    public static void WriteRawIfGiven(this Utf8JsonWriter json, ReadOnlySpan<byte> name, IReadOnlyList<JsonElement> values)
    {
        if (values.Count == 0)
        {
            return;
        }

        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteRaw(value);
        }

        json.WriteEndArray();
    }
}
