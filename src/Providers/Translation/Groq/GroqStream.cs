using System.Text.Json;
using MultiplexCluster.Providers.Translation.Chat.Answers;
using MultiplexCluster.Providers.Translation.Json;
using MultiplexCluster.Providers.Translation.Streams;

namespace MultiplexCluster.Providers.Translation.Groq;

/// <summary>
/// Groq's chat stream (https://console.groq.com/docs): OpenAI's chunks, usage in the last one's <c>x_groq.usage</c> or in
/// <c>usage</c>, an early stop in <c>x_groq.error</c>, <c>[DONE]</c>. The caller's usage chunk is written here, once.
/// </summary>
internal sealed class GroqStream(AnswerContext context) : ChatStreamTranslator(context)
{
    private ChatUsage? _usage;
    private bool _hasBegun;

    /// <inheritdoc/>
    private protected override void OnEvent(JsonElement data)
    {
        var own = data.Member("x_groq"u8);
        if (data.Member("error"u8) is { ValueKind: JsonValueKind.Object or JsonValueKind.String } error)
        {
            Chunks.Fail(UpstreamErrors.OfOpenAiFormat(StatusOf(error), error));
            return;
        }

        if (own.Member("error"u8) is { ValueKind: JsonValueKind.String } stop)
        {
            Chunks.Fail(UpstreamErrors.OfOpenAiFormat(500, stop));
            return;
        }

        if (!_hasBegun)
        {
            _hasBegun = true;
            Chunks.Identify(data.Member("id"u8), data.Member("model"u8));
        }

        TakeUsage(own.Member("usage"u8));
        TakeUsage(data.Member("usage"u8));
        foreach (var choice in data.Member("choices"u8).Items())
        {
            WriteChoice(choice);
        }
    }

    /// <inheritdoc/>
    private protected override void OnDone() => Chunks.Complete(_usage);

    // Errors inside a stream have no status; a rate limit is the one that tells a caller to wait.
    private static int StatusOf(JsonElement error) => error.Member("code"u8).Is("rate_limit_exceeded"u8) ? 429 : 500;

    private void TakeUsage(JsonElement usage)
    {
        if (usage.ValueKind == JsonValueKind.Object)
        {
            _usage = GroqUsage.Of(usage);
        }
    }

    private void WriteChoice(JsonElement choice)
    {
        var delta = choice.Member("delta"u8);
        var json = Chunks.BeginDelta((int)Math.Min(choice.Member("index"u8).Count(), int.MaxValue));
        json.WriteRawIfGiven("role"u8, delta.Member("role"u8));
        json.WriteRawIfGiven("content"u8, delta.Member("content"u8));
        GroqAnswer.WriteWords(json, delta);
        Chunks.EndDelta();
        Chunks.EndChoice(choice.Member("finish_reason"u8).Text());
    }
}
