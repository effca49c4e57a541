using System.Text.Json;

namespace MultiplexCluster.Providers.Translation.Chat.Answers;

/// <summary>Usage as OpenAI counts it: details are part of the totals (https://platform.openai.com/docs/api-reference).</summary>
/// <param name="Prompt">Input tokens, cached ones included.</param>
/// <param name="Cached">Those of the input that were read from a cache.</param>
/// <param name="Completion">Output tokens, reasoning included.</param>
/// <param name="Reasoning">Those of the output that were reasoning; null where the provider does not tell.</param>
/// <param name="Total">All.</param>
internal readonly record struct ChatUsage(long Prompt, long Cached, long Completion, long? Reasoning, long Total)
{
    /// <summary>Writes the <c>usage</c> object.</summary>
    public void WriteTo(Utf8JsonWriter json)
    {
        json.WriteStartObject("usage"u8);
        json.WriteNumber("prompt_tokens"u8, Prompt);
        json.WriteNumber("completion_tokens"u8, Completion);
        json.WriteNumber("total_tokens"u8, Total);
        json.WriteStartObject("prompt_tokens_details"u8);
        json.WriteNumber("cached_tokens"u8, Cached);
        json.WriteEndObject();
        if (Reasoning is { } reasoning)
        {
            json.WriteStartObject("completion_tokens_details"u8);
            json.WriteNumber("reasoning_tokens"u8, reasoning);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
