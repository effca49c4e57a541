using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Providers.Codecs.Anthropic;
using MultiplexCluster.Providers.Codecs.Gemini;
using MultiplexCluster.Providers.Codecs.Groq;
using MultiplexCluster.Providers.Codecs.OpenAi;

namespace MultiplexCluster.Providers.Codecs;

/// <summary>The codecs there are.</summary>
public static class ProviderCodecs
{
    /// <summary>One per vendor.</summary>
    public static IReadOnlyList<IProviderCodec> All { get; } =
        [new OpenAiCodec(), new AnthropicCodec(), new GeminiCodec(), new GroqCodec()];

    /// <summary>A vendor's codec. Throws <see cref="ArgumentOutOfRangeException"/> when there is none.</summary>
    public static IProviderCodec For(ProviderKind provider) =>
        All.FirstOrDefault(codec => codec.Provider == provider)
        ?? throw new ArgumentOutOfRangeException(nameof(provider), provider, "no codec");
}
