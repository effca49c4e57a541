using System.Text.Json;
using MultiplexCluster.Providers.Translation.Chat.Answers;
using MultiplexCluster.Providers.Translation.Json;

namespace MultiplexCluster.Providers.Translation.Anthropic;

/// <summary>Claude's <c>stop_reason</c>.</summary>
internal static class StopReasons
{
    /// <summary>In OpenAI's words; one that is not known means that the model stopped.</summary>
    public static string Translate(JsonElement reason) =>
        reason.Is("tool_use"u8) ? FinishReasons.ToolCalls
        : reason.Is("max_tokens"u8) || reason.Is("model_context_window_exceeded"u8) ? FinishReasons.Length
        : reason.Is("refusal"u8) ? FinishReasons.ContentFilter
        : FinishReasons.Stop;
}
