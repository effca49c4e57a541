using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Providers.Translation.Parameters;
using MultiplexCluster.Providers.Translation.Streams;

namespace MultiplexCluster.Providers.Translation.Groq;

/// <summary>Chat on Groq.</summary>
internal sealed class GroqChat : IChatTranslation
{
    /// <inheritdoc/>
    public ProviderKind Target => ProviderKind.Groq;

    /// <inheritdoc/>
    public RequestTranslation Translate(ReadOnlyMemory<byte> body, string upstreamModel) =>
        RequestDraft.Translate(GroqParameters.Chat, body, upstreamModel, GroqRequest.WriteChat);

    /// <inheritdoc/>
    public TranslatedAnswer Answer(ReadOnlyMemory<byte> body, AnswerContext context) => GroqAnswer.Translate(body, context);

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Error(int status, ReadOnlyMemory<byte> body) => UpstreamErrors.OpenAiFormatBody(status, body);

    /// <inheritdoc/>
    public ChatStreamTranslator OpenStream(AnswerContext context) => new GroqStream(context);
}
