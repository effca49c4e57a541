using System.Text.Json;
using MultiplexCluster.Providers.Translation.Chat.Answers;
using MultiplexCluster.Providers.Translation.Json;

namespace MultiplexCluster.Providers.Translation.Gemini;

/// <summary>
/// <c>usageMetadata</c> (https://ai.google.dev/api): input is prompt and tool use, of which some may be cached; output
/// is candidates and thoughts; the total is what Gemini says. Zero counts may be missing.
/// </summary>
internal static class GeminiUsage
{
    /// <summary>In OpenAI's terms.</summary>
    public static ChatUsage Of(JsonElement metadata)
    {
        var prompt = metadata.Member("promptTokenCount"u8).Count() + metadata.Member("toolUsePromptTokenCount"u8).Count();
        var thoughts = metadata.Member("thoughtsTokenCount"u8).Count();
        var completion = metadata.Member("candidatesTokenCount"u8).Count() + thoughts;
        return new ChatUsage(
            prompt,
            metadata.Member("cachedContentTokenCount"u8).Count(),
            completion,
            thoughts,
            metadata.Member("totalTokenCount"u8).CountOrNull() ?? (prompt + completion));
    }
}
