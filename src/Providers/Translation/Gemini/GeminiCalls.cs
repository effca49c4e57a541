using System.Text.Json;
using MultiplexCluster.Providers.Translation.Chat.Answers;
using MultiplexCluster.Providers.Translation.Json;

namespace MultiplexCluster.Providers.Translation.Gemini;

/// <summary>Function calls in an answer: whole, often without an id.</summary>
internal static class GeminiCalls
{
    /// <summary>The call a part is, or null.</summary>
    public static AnsweredCall? Of(JsonElement part, string answerId, int index)
    {
        var call = part.Member("functionCall"u8);
        return call.Member("name"u8) is { ValueKind: JsonValueKind.String } name
            ? new AnsweredCall(call.Member("id"u8).Or(CallIds.Of(answerId, index)), name, call.Member("args"u8), part.Member("thoughtSignature"u8))
            : null;
    }
}
