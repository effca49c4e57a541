using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Providers.Translation.Parameters;
using MultiplexCluster.Providers.Translation.Streams;

namespace MultiplexCluster.Providers.Translation.Gemini;

/// <summary>Chat on Gemini's generateContent.</summary>
internal sealed class GeminiChat : IChatTranslation
{
    /// <inheritdoc/>
    public ProviderKind Target => ProviderKind.Gemini;

    /// <inheritdoc/>
    public RequestTranslation Translate(ReadOnlyMemory<byte> body, string upstreamModel) =>
        RequestDraft.Translate(GeminiParameters.Chat, body, upstreamModel, GeminiRequest.Write);

    /// <inheritdoc/>
    public TranslatedAnswer Answer(ReadOnlyMemory<byte> body, AnswerContext context) => GeminiAnswer.Translate(body, context);

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Error(int status, ReadOnlyMemory<byte> body) => UpstreamErrors.Body(status, body);

    /// <inheritdoc/>
    public ChatStreamTranslator OpenStream(AnswerContext context) => new GeminiStream(context);
}
