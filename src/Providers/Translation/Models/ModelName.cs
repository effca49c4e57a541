using MultiplexCluster.Contracts.Endpoints;

namespace MultiplexCluster.Providers.Translation.Models;

/// <summary>A model as callers of the unified surface name it: <c>anthropic/claude-sonnet-4-5</c>, or a bare name whose maker is known.</summary>
/// <param name="Provider">Who serves it.</param>
/// <param name="Upstream">Its name there.</param>
public readonly record struct ModelName(ProviderKind Provider, string Upstream)
{
    /// <summary>What is accepted, for error messages.</summary>
    public const string Allowed =
        "a model with its provider in front (openai/…, anthropic/…, gemini/… or groq/…), or a name that begins like one of a provider's own (gpt-…, claude-…, gemini-…, llama-…)";

    // Groq's own systems have its name in theirs (console.groq.com/docs/compound).
    private const string GroqsOwn = "groq/compound";

    /// <summary>As callers may write it: <c>provider/name</c>.</summary>
    public string Full => $"{Provider.ToWireName()}/{Upstream}";

    /// <summary>Reads a name: 1 to 256 visible ASCII characters. False where nobody is known to serve it.</summary>
    public static bool TryParse(string? text, out ModelName name)
    {
        name = default;
        if (text is not { Length: > 0 and <= 256 } || text.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            return false;
        }

        if (text.StartsWith(GroqsOwn, StringComparison.OrdinalIgnoreCase))
        {
            name = new ModelName(ProviderKind.Groq, text);
            return true;
        }

        var slash = text.IndexOf('/');
        if (slash > 0 && OfPrefix(text[..slash]) is { } named && slash + 1 < text.Length)
        {
            name = new ModelName(named, text[(slash + 1)..]);
            return true;
        }

        var bare = KnownModels.ProviderOf(text);
        name = bare is { } known ? new ModelName(known, text) : default;
        return bare is not null;
    }

    private static ProviderKind? OfPrefix(string prefix) =>
        ProviderNames.TryParse(prefix, out var provider) ? provider
        : prefix.Equals("google", StringComparison.OrdinalIgnoreCase) ? ProviderKind.Gemini
        : null;
}
