using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using MultiplexCluster.Contracts.Endpoints;

namespace MultiplexCluster.Actors.Serialization.Journal;

/// <summary>A set field as its value. One left alone isn't written at all, so what is read is always set.</summary>
/// <param name="takesNull">Whether null is a value.</param>
internal sealed class ChangeConverter<T>(bool takesNull) : JsonConverter<Change<T>>
{
    public override bool HandleNull => true;

    public override Change<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.Null && !takesNull)
        {
            throw new JsonException("null is not a value here");
        }

        return Change.To(JsonSerializer.Deserialize(ref reader, TypeOf(options))!);
    }

    public override void Write(Utf8JsonWriter writer, Change<T> value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value.Value, TypeOf(options));

    private static JsonTypeInfo<T> TypeOf(JsonSerializerOptions options) => (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T));
}
