using System.Text.Json;
using MultiplexCluster.Providers.Translation.Chat.Answers;
using MultiplexCluster.Providers.Translation.Json;

namespace MultiplexCluster.Providers.Translation.Gemini;

/// <summary>A generateContent answer as a <c>chat.completion</c>. A prompt that is blocked has no candidates: one filtered choice stands for them.</summary>
internal static class GeminiAnswer
{
    /// <summary>More than anybody can ask for.</summary>
    public const int MostCandidates = 16;

    /// <summary>The body.</summary>
    public static TranslatedAnswer Translate(ReadOnlyMemory<byte> body, AnswerContext context)
    {
        using var parsed = JsonInput.Parse(body);
        var answer = parsed?.RootElement ?? default;
        var candidates = answer.Member("candidates"u8);
        var block = answer.Member("promptFeedback"u8).Member("blockReason"u8);
        var hasCandidates = candidates.ValueKind == JsonValueKind.Array && candidates.GetArrayLength() > 0;
        var isAnswer = hasCandidates ? candidates.GetArrayLength() <= MostCandidates : GeminiFinish.IsReason(block);
        if (!isAnswer)
        {
            return TranslatedAnswer.Unreadable;
        }

        var id = answer.Member("responseId"u8).Or(context.Id);
        return Completion.Write(
            id,
            answer.Member("modelVersion"u8).Or(context.Model),
            context.Created,
            GeminiUsage.Of(answer.Member("usageMetadata"u8)),
            json =>
            {
                if (hasCandidates)
                {
                    WriteCandidates(json, candidates, id);
                }
                else
                {
                    new AnsweredChoice().WriteTo(json, 0, FinishReasons.ContentFilter);
                }
            });
    }

    private static void WriteCandidates(Utf8JsonWriter json, JsonElement candidates, string id)
    {
        var (index, calls) = (0, 0);
        foreach (var candidate in candidates.EnumerateArray())
        {
            var choice = new AnsweredChoice();
            foreach (var part in candidate.Member("content"u8).Member("parts"u8).Items())
            {
                calls += Add(choice, part, id, calls);
            }

            var result = candidate.Member("logprobsResult"u8);
            choice.WriteTo(
                json,
                index++,
                GeminiFinish.Translate(candidate.Member("finishReason"u8), choice.CallCount > 0),
                writer => GeminiLogProbs.Write(writer, result));
        }
    }

    private static int Add(AnsweredChoice choice, JsonElement part, string id, int calls)
    {
        if (GeminiCalls.Of(part, id, calls) is { } call)
        {
            choice.Add(call);
            return 1;
        }

        var isThought = part.Member("thought"u8).ValueKind == JsonValueKind.True;
        (isThought ? choice.Reasoning : choice.Content).Add(part.Member("text"u8));
        return 0;
    }
}
