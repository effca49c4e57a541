using System.Text.Json;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Providers.Translation.Parameters;
using MultiplexCluster.Providers.Translation.Streams;

namespace MultiplexCluster.Providers.Translation.Chat;

/// <summary>Chat on one provider: its table of parameters, and the four ways between its format and OpenAI's.</summary>
internal sealed class ChatTranslation(
    ProviderKind target,
    ParameterTable parameters,
    Func<RequestSource, Utf8JsonWriter, RequestTarget> write,
    Func<ReadOnlyMemory<byte>, AnswerContext, TranslatedAnswer> answer,
    Func<int, ReadOnlyMemory<byte>, ReadOnlyMemory<byte>> error,
    Func<AnswerContext, ChatStreamTranslator> openStream) : IChatTranslation
{
    /// <inheritdoc/>
    public ProviderKind Target => target;

    /// <inheritdoc/>
    public RequestTranslation Translate(ReadOnlyMemory<byte> body, string upstreamModel) =>
        RequestDraft.Translate(parameters, body, upstreamModel, write);

    /// <inheritdoc/>
    public TranslatedAnswer Answer(ReadOnlyMemory<byte> body, AnswerContext context) => answer(body, context);

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Error(int status, ReadOnlyMemory<byte> body) => error(status, body);

    /// <inheritdoc/>
    public ChatStreamTranslator OpenStream(AnswerContext context) => openStream(context);
}
