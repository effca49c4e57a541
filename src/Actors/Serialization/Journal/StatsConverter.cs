using System.Text.Json;
using System.Text.Json.Serialization;
using MultiplexCluster.Contracts.Endpoints;

namespace MultiplexCluster.Actors.Serialization.Journal;

/// <summary>Writes and reads counters by <see cref="StatsDocument"/>.</summary>
internal sealed class StatsConverter : JsonConverter<EndpointStats>
{
    public override EndpointStats Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        JsonSerializer.Deserialize(ref reader, StrictJson.Shapes.StatsDocument)?.ToStats() ?? throw new JsonException("no counters");

    public override void Write(Utf8JsonWriter writer, EndpointStats value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, StatsDocument.From(value), StrictJson.Shapes.StatsDocument);
}
