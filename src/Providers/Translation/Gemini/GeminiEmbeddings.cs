using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Providers.Translation.Parameters;

namespace MultiplexCluster.Providers.Translation.Gemini;

/// <summary>Embeddings on Gemini, one text or many by <c>batchEmbedContents</c>, as Google's own client does (https://ai.google.dev/api).</summary>
internal sealed class GeminiEmbeddings : ITranslation
{
    /// <inheritdoc/>
    public ProviderKind Target => ProviderKind.Gemini;

    /// <inheritdoc/>
    public RequestTranslation Translate(ReadOnlyMemory<byte> body, string upstreamModel) =>
        RequestDraft.Translate(GeminiParameters.Embeddings, body, upstreamModel, GeminiEmbeddingRequest.Write);

    /// <inheritdoc/>
    public TranslatedAnswer Answer(ReadOnlyMemory<byte> body, AnswerContext context) => GeminiEmbeddingAnswer.Translate(body, context);

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Error(int status, ReadOnlyMemory<byte> body) => UpstreamErrors.Body(status, body);
}
