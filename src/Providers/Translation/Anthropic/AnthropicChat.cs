using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Providers.Translation.Parameters;
using MultiplexCluster.Providers.Translation.Streams;

namespace MultiplexCluster.Providers.Translation.Anthropic;

/// <summary>Chat on Claude's Messages API.</summary>
internal sealed class AnthropicChat : IChatTranslation
{
    /// <inheritdoc/>
    public ProviderKind Target => ProviderKind.Anthropic;

    /// <inheritdoc/>
    public RequestTranslation Translate(ReadOnlyMemory<byte> body, string upstreamModel) =>
        RequestDraft.Translate(AnthropicParameters.Chat, body, upstreamModel, AnthropicRequest.Write);

    /// <inheritdoc/>
    public TranslatedAnswer Answer(ReadOnlyMemory<byte> body, AnswerContext context) => AnthropicAnswer.Translate(body, context);

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Error(int status, ReadOnlyMemory<byte> body) => UpstreamErrors.Body(status, body);

    /// <inheritdoc/>
    public ChatStreamTranslator OpenStream(AnswerContext context) => new AnthropicStream(context);
}
