using System.Text.Json;
using MultiplexCluster.Providers.Translation.Chat.Answers;
using MultiplexCluster.Providers.Translation.Json;
using MultiplexCluster.Providers.Translation.Streams;

namespace MultiplexCluster.Providers.Translation.Gemini;

/// <summary>
/// A streamGenerateContent stream (https://ai.google.dev/api): each event is a piece of the answer with the usage so far. There is
/// no marker: it is complete when it ends after a reason to finish, the only one or, of several candidates, each one's.
/// </summary>
internal sealed class GeminiStream(AnswerContext context) : ChatStreamTranslator(context)
{
    private readonly Candidate[] _candidates = new Candidate[GeminiAnswer.MostCandidates];
    private string _answerId = context.Id;
    private ChatUsage _usage;
    private bool _hasBegun;
    private int _calls;

    /// <inheritdoc/>
    private protected override void OnEvent(JsonElement data)
    {
        if (data.Member("error"u8) is { ValueKind: JsonValueKind.Object } error)
        {
            var status = error.Member("code"u8).CountOrNull() is >= 400 and < 600 and var code ? (int)code : 500;
            Chunks.Fail(UpstreamErrors.Of(status, error));
            return;
        }

        if (!_hasBegun)
        {
            _hasBegun = true;
            _answerId = data.Member("responseId"u8).Or(_answerId);
            Chunks.Identify(data.Member("responseId"u8), data.Member("modelVersion"u8));
        }

        if (data.Member("usageMetadata"u8) is { ValueKind: JsonValueKind.Object } usage)
        {
            _usage = GeminiUsage.Of(usage);
        }

        foreach (var candidate in data.Member("candidates"u8).Items())
        {
            OnCandidate(candidate);
        }

        if (GeminiFinish.IsReason(data.Member("promptFeedback"u8).Member("blockReason"u8)))
        {
            Finish(0, FinishReasons.ContentFilter);
        }
    }

    /// <inheritdoc/>
    private protected override bool TryComplete()
    {
        var isComplete = Array.Exists(_candidates, candidate => candidate.HasFinished)
            && !Array.Exists(_candidates, candidate => candidate.HasBegun && !candidate.HasFinished);
        if (isComplete)
        {
            Chunks.Complete(_usage);
        }

        return isComplete;
    }

    private void OnCandidate(JsonElement candidate)
    {
        var index = candidate.Member("index"u8).Count();
        if (index >= _candidates.Length)
        {
            Chunks.Fail(OpenAiError.Unreadable);
            return;
        }

        var choice = (int)index;
        Begin(choice);
        foreach (var part in candidate.Member("content"u8).Member("parts"u8).Items())
        {
            OnPart(choice, part);
        }

        if (candidate.Member("logprobsResult"u8) is { ValueKind: JsonValueKind.Object } result)
        {
            WriteLogProbs(choice, result);
        }

        var reason = candidate.Member("finishReason"u8);
        if (GeminiFinish.IsReason(reason))
        {
            Finish(choice, GeminiFinish.Translate(reason, _candidates[choice].Calls > 0));
        }
    }

    private void OnPart(int choice, JsonElement part)
    {
        if (GeminiCalls.Of(part, _answerId, _calls) is { } call)
        {
            Chunks.Begin(choice, _candidates[choice].Calls++, call, missing: "{}"u8);
            _calls++;
        }
        else if (!part.Member("text"u8).RawText().IsEmpty)
        {
            var isThought = part.Member("thought"u8).ValueKind == JsonValueKind.True;
            Chunks.Text(choice, isThought ? "reasoning_content"u8 : "content"u8, part.Member("text"u8));
        }
    }

    private void WriteLogProbs(int choice, JsonElement result)
    {
        var delta = Chunks.BeginDelta(choice);
        Chunks.EndDelta();
        delta.WritePropertyName("logprobs"u8);
        GeminiLogProbs.Write(delta, result);
        Chunks.EndChoice(null);
    }

    private void Begin(int choice)
    {
        if (!_candidates[choice].HasBegun)
        {
            _candidates[choice].HasBegun = true;
            Chunks.Role(choice);
        }
    }

    private void Finish(int choice, string reason)
    {
        Begin(choice);
        if (!_candidates[choice].HasFinished)
        {
            _candidates[choice].HasFinished = true;
            Chunks.Finish(choice, reason);
        }
    }

    private struct Candidate
    {
        public bool HasBegun;
        public bool HasFinished;
        public int Calls;
    }
}
