using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Providers.Translation.Anthropic;
using MultiplexCluster.Providers.Translation.Gemini;

namespace MultiplexCluster.Providers.Translation;

/// <summary>The translations there are. OpenAI has none: its format is the one that is translated.</summary>
public static class Translations
{
    private static readonly AnthropicChat AnthropicChat = new();
    private static readonly GeminiChat GeminiChat = new();

    /// <summary>Chat completions at a provider; null where they need no translation.</summary>
    public static IChatTranslation? Chat(ProviderKind target) => target switch
    {
        ProviderKind.Anthropic => AnthropicChat,
        ProviderKind.Gemini => GeminiChat,
        ProviderKind.OpenAi => null,
        _ => throw new ArgumentOutOfRangeException(nameof(target), target, "no translation"),
    };
}
