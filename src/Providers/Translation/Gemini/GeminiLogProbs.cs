using System.Text;
using System.Text.Json;
using MultiplexCluster.Providers.Translation.Json;

namespace MultiplexCluster.Providers.Translation.Gemini;

/// <summary><c>logprobsResult</c> as OpenAI's <c>logprobs</c>: the chosen tokens, each with the likeliest in its place.</summary>
internal static class GeminiLogProbs
{
    /// <summary>Writes the value; null where there is no result.</summary>
    public static void Write(Utf8JsonWriter json, JsonElement result)
    {
        if (result.ValueKind != JsonValueKind.Object)
        {
            json.WriteNullValue();
            return;
        }

        json.WriteStartObject();
        json.WriteStartArray("content"u8);
        var top = result.Member("topCandidates"u8).Items();
        foreach (var chosen in result.Member("chosenCandidates"u8).Items())
        {
            var likeliest = top.MoveNext() ? top.Current.Member("candidates"u8) : default;
            if (!IsToken(chosen))
            {
                continue;
            }

            json.WriteStartObject();
            WriteToken(json, chosen);
            json.WriteStartArray("top_logprobs"u8);
            WriteTop(json, likeliest);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNull("refusal"u8);
        json.WriteEndObject();
    }

    private static void WriteTop(Utf8JsonWriter json, JsonElement candidates)
    {
        foreach (var candidate in candidates.Items())
        {
            if (IsToken(candidate))
            {
                json.WriteStartObject();
                WriteToken(json, candidate);
                json.WriteEndObject();
            }
        }
    }

    private static bool IsToken(JsonElement candidate) => candidate.Member("token"u8).ValueKind == JsonValueKind.String;

    private static void WriteToken(Utf8JsonWriter json, JsonElement candidate)
    {
        var token = candidate.Member("token"u8).Text() ?? string.Empty;
        json.WriteString("token"u8, token);
        if (candidate.Member("logProbability"u8) is { ValueKind: JsonValueKind.Number } probability)
        {
            json.WriteRaw("logprob"u8, probability);
        }
        else
        {
            // Protobuf leaves zeros out.
            json.WriteNumber("logprob"u8, 0);
        }

        json.WriteStartArray("bytes"u8);
        foreach (var unit in Encoding.UTF8.GetBytes(token))
        {
            json.WriteNumberValue(unit);
        }

        json.WriteEndArray();
    }
}
