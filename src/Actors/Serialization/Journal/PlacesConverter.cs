using System.Text.Json;
using System.Text.Json.Serialization;
using MultiplexCluster.Contracts.Identity;

namespace MultiplexCluster.Actors.Serialization.Journal;

/// <summary>Places as they are stored: the endpoints' names, and the objects' digests in base64, which nobody could read anyway.</summary>
internal sealed class PlacesConverter : JsonConverter<IReadOnlyList<ObjectPlace>>
{
    public override IReadOnlyList<ObjectPlace> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var stored = JsonSerializer.Deserialize(ref reader, StrictJson.Shapes.PlacesDocument) ?? throw new JsonException("no places");
        return PackedPlaces.Unpack(stored.Endpoints, stored.Entries);
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<ObjectPlace> value, JsonSerializerOptions options)
    {
        var (endpoints, entries) = PackedPlaces.Pack(value);
        JsonSerializer.Serialize(writer, new PlacesDocument(endpoints, entries), StrictJson.Shapes.PlacesDocument);
    }
}

/// <summary>The stored shape of places.</summary>
/// <param name="Endpoints">Each endpoint once.</param>
/// <param name="Entries">See <see cref="PackedPlaces"/>.</param>
internal sealed record PlacesDocument(IReadOnlyList<EndpointId> Endpoints, byte[] Entries);
