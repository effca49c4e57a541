using System.Text.Json;
using MultiplexCluster.Providers.Translation.Chat.Requests;
using MultiplexCluster.Providers.Translation.Json;
using MultiplexCluster.Providers.Translation.Parameters;

namespace MultiplexCluster.Providers.Translation.Gemini;

/// <summary>Writes <c>generationConfig</c>.</summary>
internal static class GenerationConfig
{
    private const int MostCandidates = 8;
    private const int MostLogProbs = 20;

    /// <summary>Writes it.</summary>
    public static void Write(Utf8JsonWriter json, GivenParameters given, in ResponseFormat format, RequestNotes notes)
    {
        json.WriteStartObject("generationConfig"u8);
        WriteInteger(json, "maxOutputTokens"u8, given.Integer("max_completion_tokens", 1, int.MaxValue) ?? given.Integer("max_tokens", 1, int.MaxValue));
        json.WriteRawIfGiven("temperature"u8, given.Number("temperature", 0, 2));
        json.WriteRawIfGiven("topP"u8, given.Number("top_p", 0, 1));
        WriteInteger(json, "topK"u8, given.Integer("top_k", 0, int.MaxValue));
        WriteInteger(json, "candidateCount"u8, given.Integer("n", 1, MostCandidates));
        WriteInteger(json, "seed"u8, given.Integer("seed", int.MinValue, int.MaxValue));
        json.WriteRawIfGiven("frequencyPenalty"u8, given.Number("frequency_penalty", -2, 2));
        json.WriteRawIfGiven("presencePenalty"u8, given.Number("presence_penalty", -2, 2));
        json.WriteRawIfGiven("stopSequences"u8, given.Texts("stop"));
        WriteLogProbs(json, given, notes);
        WriteFormat(json, format);
        WriteThinking(json, given, notes);
        json.WriteEndObject();
    }

    private static void WriteInteger(Utf8JsonWriter json, ReadOnlySpan<byte> name, long? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
    }

    private static void WriteLogProbs(Utf8JsonWriter json, GivenParameters given, RequestNotes notes)
    {
        var hasLogProbs = given.Flag("logprobs");
        var top = given.Integer("top_logprobs", 0, MostLogProbs);
        if (hasLogProbs)
        {
            json.WriteBoolean("responseLogprobs"u8, true);
            WriteInteger(json, "logprobs"u8, top is 0 ? null : top);
        }
        else if (top > 0)
        {
            notes.Refuse(RefusalReason.InvalidValue, "top_logprobs", "'top_logprobs' needs 'logprobs' to be true.");
        }
    }

    private static void WriteFormat(Utf8JsonWriter json, in ResponseFormat format)
    {
        if (format.Kind == FormatKind.Text)
        {
            return;
        }

        json.WriteString("responseMimeType"u8, "application/json"u8);
        json.WriteRawIfGiven("responseJsonSchema"u8, format.Schema);
    }

    // The budgets are those of Google's own OpenAI-compatible surface.
    private static void WriteThinking(Utf8JsonWriter json, GivenParameters given, RequestNotes notes)
    {
        var effort = given["reasoning_effort"];
        if (!effort.IsGiven())
        {
            return;
        }

        var budget = effort.Is("none"u8) ? 0
            : effort.Is("minimal"u8) || effort.Is("low"u8) ? 1_024
            : effort.Is("medium"u8) ? 8_192
            : effort.Is("high"u8) || effort.Is("xhigh"u8) ? 24_576
            : -1;
        if (budget < 0)
        {
            notes.Refuse(RefusalReason.InvalidValue, "reasoning_effort", "'reasoning_effort' must be none, minimal, low, medium, high or xhigh.");
        }

        json.WriteStartObject("thinkingConfig"u8);
        json.WriteNumber("thinkingBudget"u8, budget);
        json.WriteEndObject();
    }
}
