using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Providers.Translation.Streams;

namespace MultiplexCluster.Providers.Translation;

/// <summary>
/// One operation of the unified surface on one provider: OpenAI's format in, the provider's out, and its answer back.
/// Stateless and thread-safe; no input makes it throw.
/// </summary>
public interface ITranslation
{
    /// <summary>The provider that is reached.</summary>
    ProviderKind Target { get; }

    /// <summary>The call as the provider takes it, or why there is none.</summary>
    /// <param name="body">The caller's whole body. What is made of it does not keep it.</param>
    /// <param name="upstreamModel">The model's name at the provider, visible ASCII.</param>
    RequestTranslation Translate(ReadOnlyMemory<byte> body, string upstreamModel);

    /// <summary>A whole 2xx answer of a call that does not stream.</summary>
    TranslatedAnswer Answer(ReadOnlyMemory<byte> body, AnswerContext context);

    /// <summary>An answer that is not 2xx as <c>{"error":{"message","type","param","code"}}</c>, its message kept.</summary>
    /// <param name="status">Its HTTP status, which stays.</param>
    /// <param name="body">Its body, in any shape.</param>
    ReadOnlyMemory<byte> Error(int status, ReadOnlyMemory<byte> body);
}

/// <summary>The translation of an operation that can stream.</summary>
public interface IChatTranslation : ITranslation
{
    /// <summary>For one event stream of the provider; not thread-safe.</summary>
    ChatStreamTranslator OpenStream(AnswerContext context);
}
