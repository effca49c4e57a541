using System.Text.Json;
using MultiplexCluster.Providers.Translation.Chat.Answers;
using MultiplexCluster.Providers.Translation.Json;

namespace MultiplexCluster.Providers.Translation.Groq;

/// <summary>Groq's completion as OpenAI's: without members of its own, <c>reasoning</c> under the name the other translations give it.</summary>
internal static class GroqAnswer
{
    // More than anybody can ask for.
    private const int MostChoices = 128;

    /// <summary>The body.</summary>
    public static TranslatedAnswer Translate(ReadOnlyMemory<byte> body, AnswerContext context)
    {
        using var parsed = JsonInput.Parse(body);
        var answer = parsed?.RootElement ?? default;
        var choices = answer.Member("choices"u8);
        if (choices.ValueKind != JsonValueKind.Array || choices.GetArrayLength() > MostChoices)
        {
            return TranslatedAnswer.Unreadable;
        }

        return Completion.Write(
            answer.Member("id"u8).Or(context.Id),
            answer.Member("model"u8).Or(context.Model),
            context.Created,
            GroqUsage.Of(answer.Member("usage"u8)),
            json =>
            {
                var index = 0;
                foreach (var choice in choices.EnumerateArray())
                {
                    WriteChoice(json, index++, choice);
                }
            });
    }

    /// <summary>Writes what a message or a delta says.</summary>
    public static void WriteWords(Utf8JsonWriter json, JsonElement words)
    {
        json.WriteRawIfGiven("reasoning_content"u8, words.Member("reasoning"u8));
        json.WriteRawIfGiven("tool_calls"u8, words.Member("tool_calls"u8));
    }

    private static void WriteChoice(Utf8JsonWriter json, int index, JsonElement choice)
    {
        var message = choice.Member("message"u8);
        json.WriteStartObject();
        json.WriteNumber("index"u8, index);
        json.WriteStartObject("message"u8);
        json.WriteString("role"u8, "assistant"u8);
        json.WritePropertyName("content"u8);
        if (message.Member("content"u8) is { ValueKind: JsonValueKind.String } content)
        {
            json.WriteRaw(content);
        }
        else
        {
            json.WriteNullValue();
        }

        json.WriteNull("refusal"u8);
        WriteWords(json, message);
        json.WriteEndObject();
        json.WriteNull("logprobs"u8);
        json.WriteString("finish_reason"u8, choice.Member("finish_reason"u8).Or(FinishReasons.Stop));
        json.WriteEndObject();
    }
}
