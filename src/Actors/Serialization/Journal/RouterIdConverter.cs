using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using MultiplexCluster.Contracts.Identity;

namespace MultiplexCluster.Actors.Serialization.Journal;

/// <summary>A router id as its 16 hex digits: as a number it would lose digits in tools that know only doubles.</summary>
internal sealed class RouterIdConverter : JsonConverter<RouterId>
{
    public override RouterId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Parse(reader.GetString());

    public override void Write(Utf8JsonWriter writer, RouterId value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());

    public override RouterId ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Parse(reader.GetString());

    public override void WriteAsPropertyName(Utf8JsonWriter writer, RouterId value, JsonSerializerOptions options) =>
        writer.WritePropertyName(value.ToString());

    private static RouterId Parse(string? text) =>
        text?.Length == 16 && long.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number)
            ? new(number)
            : throw new JsonException("not a router id");
}
