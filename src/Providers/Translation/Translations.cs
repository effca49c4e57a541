using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Providers.Translation.Anthropic;
using MultiplexCluster.Providers.Translation.Chat;
using MultiplexCluster.Providers.Translation.Embeddings;
using MultiplexCluster.Providers.Translation.Gemini;
using MultiplexCluster.Providers.Translation.Groq;

namespace MultiplexCluster.Providers.Translation;

/// <summary>The translations there are. OpenAI has none: its format is the one that is translated.</summary>
public static class Translations
{
    // Claude's Messages API, Gemini's generateContent, Groq's own chat completions.
    private static readonly ChatTranslation AnthropicChat = new(
        ProviderKind.Anthropic, AnthropicParameters.Chat, AnthropicRequest.Write, AnthropicAnswer.Translate, UpstreamErrors.Body, context => new AnthropicStream(context));

    private static readonly ChatTranslation GeminiChat = new(
        ProviderKind.Gemini, GeminiParameters.Chat, GeminiRequest.Write, GeminiAnswer.Translate, UpstreamErrors.Body, context => new GeminiStream(context));

    private static readonly ChatTranslation GroqChat = new(
        ProviderKind.Groq, GroqParameters.Chat, GroqRequest.WriteChat, GroqAnswer.Translate, UpstreamErrors.OpenAiFormatBody, context => new GroqStream(context));

    private static readonly AbsentEmbeddings AnthropicEmbeddings = new(ProviderKind.Anthropic, "Claude");
    private static readonly GeminiEmbeddings GeminiEmbeddings = new();
    private static readonly GroqEmbeddings GroqEmbeddings = new();

    /// <summary>Chat completions at a provider; null where they need no translation.</summary>
    public static IChatTranslation? Chat(ProviderKind target) => target switch
    {
        ProviderKind.Anthropic => AnthropicChat,
        ProviderKind.Gemini => GeminiChat,
        ProviderKind.Groq => GroqChat,
        ProviderKind.OpenAi => null,
        _ => throw new ArgumentOutOfRangeException(nameof(target), target, "no such provider"),
    };

    /// <summary>Embeddings at a provider; null where they need no translation.</summary>
    public static ITranslation? Embeddings(ProviderKind target) => target switch
    {
        ProviderKind.Anthropic => AnthropicEmbeddings,
        ProviderKind.Gemini => GeminiEmbeddings,
        ProviderKind.Groq => GroqEmbeddings,
        ProviderKind.OpenAi => null,
        _ => throw new ArgumentOutOfRangeException(nameof(target), target, "no such provider"),
    };
}
