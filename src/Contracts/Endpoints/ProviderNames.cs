namespace MultiplexCluster.Contracts.Endpoints;

/// <summary>The names providers have on the wire.</summary>
public static class ProviderNames
{
    /// <summary>Every name that is accepted, for error messages.</summary>
    public const string Allowed = "openai, anthropic (or claude), gemini, groq";

    /// <summary>The canonical name: <c>openai</c>, <c>anthropic</c>, <c>gemini</c> or <c>groq</c>.</summary>
    public static string ToWireName(this ProviderKind provider) => provider switch
    {
        ProviderKind.OpenAi => "openai",
        ProviderKind.Anthropic => "anthropic",
        ProviderKind.Gemini => "gemini",
        ProviderKind.Groq => "groq",
        _ => throw new ArgumentOutOfRangeException(nameof(provider), provider, "unknown provider"),
    };

    /// <summary>Reads a name in any case; <c>claude</c> is Anthropic.</summary>
    public static bool TryParse(string? name, out ProviderKind provider)
    {
        (var known, provider) = name?.ToLowerInvariant() switch
        {
            "openai" => (true, ProviderKind.OpenAi),
            "anthropic" or "claude" => (true, ProviderKind.Anthropic),
            "gemini" => (true, ProviderKind.Gemini),
            "groq" => (true, ProviderKind.Groq),
            _ => (false, default),
        };
        return known;
    }
}
