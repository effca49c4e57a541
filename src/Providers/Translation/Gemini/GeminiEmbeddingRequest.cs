using System.Text.Json;
using MultiplexCluster.Providers.Translation.Json;
using MultiplexCluster.Providers.Translation.Parameters;

namespace MultiplexCluster.Providers.Translation.Gemini;

/// <summary>Writes a batchEmbedContents request: each text is a request of its own that names the model again.</summary>
internal static class GeminiEmbeddingRequest
{
    // OpenAI's own limit.
    private const int MostTexts = 2_048;

    /// <summary>Writes it and says where it goes.</summary>
    public static RequestTarget Write(RequestSource source, Utf8JsonWriter json)
    {
        var (given, notes) = (source.Given, source.Notes);
        var model = GeminiPaths.ResourceOf(source.Model);
        var dimensions = given.Integer("dimensions", 1, int.MaxValue);

        json.WriteStartObject();
        json.WriteStartArray("requests"u8);
        foreach (var text in TextsOf(given["input"], notes))
        {
            json.WriteStartObject();
            json.WriteString("model"u8, model);
            json.WriteStartObject("content"u8);
            json.WriteStartArray("parts"u8);
            json.WriteStartObject();
            json.WriteRaw("text"u8, text);
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
            if (dimensions is { } number)
            {
                json.WriteNumber("outputDimensionality"u8, number);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        return new RequestTarget(GeminiPaths.Of(source.Model, "batchEmbedContents", notes), Streams: false, new AnswerWishes(Base64: IsBase64(given, notes)), []);
    }

    private static List<JsonElement> TextsOf(JsonElement input, RequestNotes notes)
    {
        List<JsonElement> texts = input.ValueKind == JsonValueKind.Array ? [.. input.EnumerateArray()] : [input];
        if (!input.IsGiven())
        {
            notes.Refuse(RefusalReason.MissingParameter, "input", "'input' must be given.");
        }
        else if (texts.Count > MostTexts)
        {
            notes.Refuse(RefusalReason.InvalidValue, "input", "'input' may have 2,048 texts at most.");
        }
        else if (texts.Count == 0 || texts.Exists(text => text.RawText().IsEmpty))
        {
            notes.Refuse(RefusalReason.UnsupportedValue, "input", "'input' must be a text or an array of texts, none empty; Gemini takes no tokens.");
        }

        return notes.Refusal is null ? texts : [];
    }

    private static bool IsBase64(GivenParameters given, RequestNotes notes)
    {
        var format = given["encoding_format"];
        if (format.IsGiven() && !format.Is("float"u8) && !format.Is("base64"u8))
        {
            notes.Refuse(RefusalReason.InvalidValue, "encoding_format", "'encoding_format' must be float or base64.");
        }

        return format.Is("base64"u8);
    }
}
