using System.Text.Json;
using MultiplexCluster.Providers.Translation.Json;
using MultiplexCluster.Providers.Translation.Parameters;

namespace MultiplexCluster.Providers.Translation.Chat.Requests;

/// <summary>The form the answer's text must have.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Schema">The JSON Schema of <see cref="FormatKind.Schema"/>.</param>
internal readonly record struct ResponseFormat(FormatKind Kind, JsonElement Schema)
{
    /// <summary>Reads <c>response_format</c>.</summary>
    public static ResponseFormat Read(GivenParameters given, RequestNotes notes)
    {
        var format = given["response_format"];
        var type = format.Member("type"u8);
        if (!format.IsGiven() || type.Is("text"u8))
        {
            return default;
        }

        if (type.Is("json_object"u8))
        {
            return new ResponseFormat(FormatKind.Json, default);
        }

        var schema = format.Member("json_schema"u8).Member("schema"u8);
        if (!type.Is("json_schema"u8))
        {
            notes.Refuse(RefusalReason.UnsupportedValue, "response_format", "'response_format' must be text, json_object or json_schema.");
        }
        else if (schema.ValueKind != JsonValueKind.Object)
        {
            notes.RefuseType("response_format.json_schema.schema", "an object");
        }

        return new ResponseFormat(FormatKind.Schema, schema);
    }
}

/// <summary>The forms of a text.</summary>
internal enum FormatKind
{
    /// <summary>Any.</summary>
    Text,

    /// <summary>Some JSON object.</summary>
    Json,

    /// <summary>JSON of a schema.</summary>
    Schema,
}
