using MultiplexCluster.Contracts.Endpoints;

namespace MultiplexCluster.Providers.Translation.Embeddings;

/// <summary>For a provider that has no embeddings: every request is refused.</summary>
internal sealed class AbsentEmbeddings(ProviderKind target, string name) : ITranslation
{
    /// <inheritdoc/>
    public ProviderKind Target => target;

    /// <inheritdoc/>
    public RequestTranslation Translate(ReadOnlyMemory<byte> body, string upstreamModel) =>
        new RefusedRequest(RefusalReason.UnsupportedValue, "model", $"{name} has no embeddings; use a model of another provider.");

    /// <inheritdoc/>
    public TranslatedAnswer Answer(ReadOnlyMemory<byte> body, AnswerContext context) => TranslatedAnswer.Unreadable;

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Error(int status, ReadOnlyMemory<byte> body) => UpstreamErrors.Body(status, body);
}
