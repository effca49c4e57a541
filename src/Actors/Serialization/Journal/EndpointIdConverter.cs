using System.Text.Json;
using System.Text.Json.Serialization;
using MultiplexCluster.Contracts.Identity;

namespace MultiplexCluster.Actors.Serialization.Journal;

/// <summary>An endpoint id as a string; anything that isn't one is refused.</summary>
internal sealed class EndpointIdConverter : JsonConverter<EndpointId>
{
    public override EndpointId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        EndpointId.TryParse(reader.GetString(), out var id) ? id : throw new JsonException("not an endpoint id");

    public override void Write(Utf8JsonWriter writer, EndpointId value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Value);
}
