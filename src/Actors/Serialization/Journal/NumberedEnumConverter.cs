using System.Text.Json;
using System.Text.Json.Serialization;

namespace MultiplexCluster.Actors.Serialization.Journal;

/// <summary>An enum as its number, which the contracts promise never to reuse; an unknown one is refused.</summary>
internal sealed class NumberedEnumConverter<TEnum> : JsonConverter<TEnum>
    where TEnum : struct, Enum
{
    public override TEnum Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var value = (TEnum)Enum.ToObject(typeof(TEnum), reader.GetInt32());
        return Enum.IsDefined(value) ? value : throw new JsonException($"unknown {typeof(TEnum).Name}");
    }

    public override void Write(Utf8JsonWriter writer, TEnum value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(Convert.ToInt32(value, System.Globalization.CultureInfo.InvariantCulture));
}
