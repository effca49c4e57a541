using System.Text.Json;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Providers.Translation.Json;
using MultiplexCluster.Providers.Translation.Parameters;

namespace MultiplexCluster.Providers.Translation.Groq;

/// <summary>Embeddings on Groq (https://console.groq.com/docs), whose answer is OpenAI's.</summary>
internal sealed class GroqEmbeddings : ITranslation
{
    /// <inheritdoc/>
    public ProviderKind Target => ProviderKind.Groq;

    /// <inheritdoc/>
    public RequestTranslation Translate(ReadOnlyMemory<byte> body, string upstreamModel) =>
        RequestDraft.Translate(GroqParameters.Embeddings, body, upstreamModel, GroqRequest.WriteEmbeddings);

    /// <inheritdoc/>
    public TranslatedAnswer Answer(ReadOnlyMemory<byte> body, AnswerContext context)
    {
        using var parsed = JsonInput.Parse(body);
        return (parsed?.RootElement ?? default).Member("data"u8).ValueKind == JsonValueKind.Array
            ? new TranslatedAnswer(body.ToArray(), IsReadable: true)
            : TranslatedAnswer.Unreadable;
    }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Error(int status, ReadOnlyMemory<byte> body) => UpstreamErrors.OpenAiFormatBody(status, body);
}
