namespace MultiplexCluster.EndToEnd.Processes;

/// <summary>The environment of a measured server: the same for all, with nothing of the developer's shell that changes what they do.</summary>
internal static class ChildEnvironment
{
    private static readonly string[] Dropped =
    [
        SocketTuning.Variable,
        "OPENAI_API_KEY", "ANTHROPIC_API_KEY", "GEMINI_API_KEY", "GOOGLE_API_KEY", "GROQ_API_KEY",
        "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy",
        "ASPNETCORE_URLS", "ASPNETCORE_HTTP_PORTS", "DOTNET_ENVIRONMENT",
    ];

    public static void Prepare(IDictionary<string, string?> environment, IReadOnlyDictionary<string, string>? additions)
    {
        foreach (var name in environment.Keys.Where(name => Dropped.Contains(name) || name.StartsWith("Multiplex__", StringComparison.Ordinal)).ToList())
        {
            environment.Remove(name);
        }

        environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        environment["Logging__LogLevel__Default"] = "Warning";
        environment["Logging__LogLevel__Microsoft.AspNetCore"] = "Warning";
        foreach (var (name, value) in additions ?? new Dictionary<string, string>())
        {
            environment[name] = value;
        }
    }
}
