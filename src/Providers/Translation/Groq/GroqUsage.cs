using System.Text.Json;
using MultiplexCluster.Providers.Translation.Chat.Answers;
using MultiplexCluster.Providers.Translation.Json;

namespace MultiplexCluster.Providers.Translation.Groq;

/// <summary>Groq's usage is OpenAI's; its times are left out (https://console.groq.com/docs).</summary>
internal static class GroqUsage
{
    /// <summary>In OpenAI's terms.</summary>
    public static ChatUsage Of(JsonElement usage) => new(
        usage.Member("prompt_tokens"u8).Count(),
        usage.Member("prompt_tokens_details"u8).Member("cached_tokens"u8).Count(),
        usage.Member("completion_tokens"u8).Count(),
        usage.Member("completion_tokens_details"u8).Member("reasoning_tokens"u8).CountOrNull(),
        usage.Member("total_tokens"u8).Count());
}
