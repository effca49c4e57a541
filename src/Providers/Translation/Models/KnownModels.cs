using MultiplexCluster.Contracts.Endpoints;

namespace MultiplexCluster.Providers.Translation.Models;

/// <summary>
/// How the providers' own models begin (platform.openai.com/docs/models, docs.claude.com/en/docs/about-claude/models,
/// ai.google.dev/gemini-api/docs/models, console.groq.com/docs/models). The longest beginning that fits decides.
/// </summary>
public static class KnownModels
{
    /// <summary>Beginnings in lower case, each with whose it is.</summary>
    public static IReadOnlyList<(string Beginning, ProviderKind Provider)> Beginnings { get; } =
    [
        .. Of(ProviderKind.OpenAi, "gpt-", "chatgpt-", "o1", "o3", "o4", "codex-", "computer-use-", "text-embedding-", "ft:"),
        .. Of(ProviderKind.Anthropic, "claude-"),
        .. Of(ProviderKind.Gemini, "gemini-", "gemma-", "learnlm-", "text-embedding-004", "text-embedding-005", "embedding-001"),
        .. Of(ProviderKind.Groq, "llama-", "llama3", "meta-llama/", "mixtral-", "gemma2-", "qwen/", "qwen-", "deepseek-r1-distill-", "moonshotai/", "compound-"),
    ];

    /// <summary>Whose model it is by its beginning, in any case; null where that isn't known.</summary>
    public static ProviderKind? ProviderOf(string model)
    {
        ArgumentNullException.ThrowIfNull(model);
        ProviderKind? found = null;
        var longest = 0;
        foreach (var (beginning, provider) in Beginnings)
        {
            if (beginning.Length > longest && model.StartsWith(beginning, StringComparison.OrdinalIgnoreCase))
            {
                (found, longest) = (provider, beginning.Length);
            }
        }

        return found;
    }

    private static IEnumerable<(string, ProviderKind)> Of(ProviderKind provider, params string[] beginnings) =>
        beginnings.Select(beginning => (beginning, provider));
}
