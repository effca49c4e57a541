using System.Globalization;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Secrets;

namespace MultiplexCluster.Host.Configuration;

/// <summary>The providers' own key variables: one key each, or several separated by commas.</summary>
public sealed class EnvironmentKeys
{
    private static readonly (ProviderKind Provider, string[] Variables)[] Known =
    [
        (ProviderKind.OpenAi, ["OPENAI_API_KEY"]),
        (ProviderKind.Anthropic, ["ANTHROPIC_API_KEY"]),
        (ProviderKind.Gemini, ["GEMINI_API_KEY", "GOOGLE_API_KEY"]),
        (ProviderKind.Groq, ["GROQ_API_KEY"]),
    ];

    /// <summary>Every variable that is looked at.</summary>
    public static IReadOnlyList<string> Variables { get; } = [.. Known.SelectMany(known => known.Variables)];

    private EnvironmentKeys(IReadOnlyList<(ProviderKind Provider, ApiKey Key)> all) => All = all;

    /// <summary>Every key, each once.</summary>
    public IReadOnlyList<(ProviderKind Provider, ApiKey Key)> All { get; }

    /// <summary>The provider's first key, or null.</summary>
    public ApiKey? FirstOf(ProviderKind provider) => All.FirstOrDefault(pair => pair.Provider == provider).Key;

    /// <summary>The variables that may hold the provider's key, for error messages.</summary>
    public static string VariablesOf(ProviderKind provider) =>
        string.Join(" or ", Known.Single(known => known.Provider == provider).Variables);

    /// <summary>Reads them; where a provider has two variables the first that is set counts.</summary>
    public static (EnvironmentKeys Keys, IReadOnlyList<ConfigurationError> Errors) Read(IConfiguration configuration)
    {
        var keys = new List<(ProviderKind, ApiKey)>();
        var errors = new List<ConfigurationError>();
        foreach (var (provider, variables) in Known)
        {
            var name = variables.FirstOrDefault(variable => !string.IsNullOrWhiteSpace(configuration[variable]));
            var texts = name is null ? [] : configuration[name]!.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            var read = texts.Select(text => ApiKey.TryParse(text, out var key) ? key : null).ToArray();
            keys.AddRange(read.OfType<ApiKey>().Select(key => (provider, key)));
            if (name is not null && (read.Length == 0 || Array.Exists(read, key => key is null)))
            {
                errors.Add(new ConfigurationError(
                    name,
                    "***",
                    string.Create(CultureInfo.InvariantCulture, $"must be keys of 1 to {ApiKey.MaxLength:N0} visible ASCII characters, separated by commas")));
            }
        }

        return (new EnvironmentKeys([.. keys.Distinct()]), errors);
    }
}
