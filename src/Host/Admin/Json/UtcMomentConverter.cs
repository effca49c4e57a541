using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MultiplexCluster.Host.Admin.Json;

/// <summary>Moments as RFC 3339 in UTC with milliseconds, <c>2026-01-31T12:00:00.000Z</c>.</summary>
internal sealed class UtcMomentConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetDateTimeOffset();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
}
