using System.Buffers;
using System.Text.Json;
using MultiplexCluster.Providers.Translation.Chat.Answers;
using MultiplexCluster.Providers.Translation.Embeddings;
using MultiplexCluster.Providers.Translation.Json;

namespace MultiplexCluster.Providers.Translation.Gemini;

/// <summary>Embeddings as OpenAI's list. Gemini usually tells no usage (https://ai.google.dev/api): it is zero then.</summary>
internal static class GeminiEmbeddingAnswer
{
    /// <summary>The body.</summary>
    public static TranslatedAnswer Translate(ReadOnlyMemory<byte> body, AnswerContext context)
    {
        using var parsed = JsonInput.Parse(body);
        var answer = parsed?.RootElement ?? default;
        var embeddings = answer.Member("embeddings"u8);
        if (embeddings.ValueKind != JsonValueKind.Array)
        {
            return TranslatedAnswer.Unreadable;
        }

        var buffer = new ArrayBufferWriter<byte>(body.Length + 256);
        using var json = JsonOutput.Writer(buffer);
        json.WriteStartObject();
        json.WriteString("object"u8, "list"u8);
        json.WriteStartArray("data"u8);
        var index = 0;
        foreach (var embedding in embeddings.EnumerateArray())
        {
            var vector = embedding.Member("values"u8);
            if (!EmbeddingVector.IsOne(vector))
            {
                return TranslatedAnswer.Unreadable;
            }

            WriteItem(json, index++, vector, context.Wishes.Base64);
        }

        json.WriteEndArray();
        json.WriteString("model"u8, context.Model);
        WriteUsage(json, GeminiUsage.Of(answer.Member("usageMetadata"u8)));
        json.WriteEndObject();
        json.Flush();
        return new TranslatedAnswer(buffer.WrittenMemory, IsReadable: true);
    }

    private static void WriteItem(Utf8JsonWriter json, int index, JsonElement vector, bool isBase64)
    {
        json.WriteStartObject();
        json.WriteString("object"u8, "embedding"u8);
        json.WriteNumber("index"u8, index);
        if (isBase64)
        {
            EmbeddingVector.WriteBase64(json, "embedding"u8, vector);
        }
        else
        {
            json.WriteRaw("embedding"u8, vector);
        }

        json.WriteEndObject();
    }

    private static void WriteUsage(Utf8JsonWriter json, in ChatUsage usage)
    {
        json.WriteStartObject("usage"u8);
        json.WriteNumber("prompt_tokens"u8, usage.Prompt);
        json.WriteNumber("total_tokens"u8, usage.Total);
        json.WriteEndObject();
    }
}
