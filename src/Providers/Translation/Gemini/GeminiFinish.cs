using System.Text.Json;
using MultiplexCluster.Providers.Translation.Chat.Answers;
using MultiplexCluster.Providers.Translation.Json;

namespace MultiplexCluster.Providers.Translation.Gemini;

/// <summary>Gemini's <c>finishReason</c> and <c>promptFeedback.blockReason</c>.</summary>
internal static class GeminiFinish
{
    /// <summary>There is a reason; <c>…_UNSPECIFIED</c> is protobuf's word for none.</summary>
    public static bool IsReason(JsonElement reason) => !reason.RawText().IsEmpty && !reason.RawText().EndsWith("_UNSPECIFIED"u8);

    /// <summary>In OpenAI's words.</summary>
    /// <param name="reason">Gemini's.</param>
    /// <param name="hasCalls">The answer calls tools, of which Gemini's reason says nothing.</param>
    public static string Translate(JsonElement reason, bool hasCalls) =>
        reason.Is("MAX_TOKENS"u8) ? FinishReasons.Length
        : IsFiltered(reason) ? FinishReasons.ContentFilter
        : hasCalls ? FinishReasons.ToolCalls
        : FinishReasons.Stop;

    private static bool IsFiltered(JsonElement reason) =>
        reason.Is("SAFETY"u8) || reason.Is("RECITATION"u8) || reason.Is("LANGUAGE"u8) || reason.Is("BLOCKLIST"u8)
        || reason.Is("PROHIBITED_CONTENT"u8) || reason.Is("SPII"u8) || reason.Is("IMAGE_SAFETY"u8);
}
