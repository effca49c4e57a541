using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MultiplexCluster.FakeProviders.Scripting;

/// <summary>A scripted body: a JSON string is sent as its text, any other JSON value as it is written.</summary>
internal sealed class BodyConverter : JsonConverter<byte[]>
{
    public override byte[] Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var value = JsonDocument.ParseValue(ref reader);
        var text = value.RootElement.ValueKind == JsonValueKind.String
            ? value.RootElement.GetString()!
            : value.RootElement.GetRawText();
        return Encoding.UTF8.GetBytes(text);
    }

    public override void Write(Utf8JsonWriter writer, byte[] value, JsonSerializerOptions options) =>
        writer.WriteStringValue(Encoding.UTF8.GetString(value));
}
