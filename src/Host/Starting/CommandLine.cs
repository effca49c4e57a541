using MultiplexCluster.Host.Configuration;

namespace MultiplexCluster.Host.Starting;

/// <summary>
/// The program's arguments: settings as <c>--name value</c> or <c>--name=value</c>. The platform passes over what it doesn't
/// understand; here that is an error.
/// </summary>
/// <param name="AsksForHelp">Somebody wants to know what can be said.</param>
/// <param name="Settings">The arguments that are settings.</param>
/// <param name="Errors">Everything else.</param>
public sealed record CommandLine(bool AsksForHelp, string[] Settings, IReadOnlyList<ConfigurationError> Errors)
{
    /// <summary>What <c>--help</c> says.</summary>
    public const string Help = """
        MultiplexCluster, a gateway for the API keys of language-model providers.

          --urls http://127.0.0.1:8080        where to listen; several separated by ;
          --Multiplex:DataDirectory ./data    where the database and generated secrets live
          --Multiplex:<name> <value>          any other setting, such as --Multiplex:Upstreams:AllowPrivateNetworks true
          --Logging:LogLevel:<name> <level>   how much is logged
          --health, --ready                   as the last one: ask the service that runs with the same settings, exit code 0 or 1
          --help                              this text

        Each can be an environment variable as well: Multiplex__DataDirectory, ASPNETCORE_URLS. Keys in OPENAI_API_KEY,
        ANTHROPIC_API_KEY, GEMINI_API_KEY and GROQ_API_KEY become endpoints. docs/configuration.md lists every setting.
        """;

    // What the platform itself reads, and the sections whose keys are theirs to name.
    private static readonly string[] Names = ["urls", "http_ports", "https_ports", "environment", "contentRoot", "applicationName"];
    private static readonly string[] Sections = ["Multiplex", "Logging", "Kestrel"];
    private static readonly string[] HelpWords = ["--help", "-h", "-?", "/?"];

    /// <summary>Sorts the arguments.</summary>
    public static CommandLine Read(IReadOnlyList<string> arguments)
    {
        var settings = new List<string>();
        var errors = new List<ConfigurationError>();
        for (var i = 0; i < arguments.Count; i++)
        {
            var argument = arguments[i];
            var mark = argument.IndexOf('=', StringComparison.Ordinal);
            var name = mark < 0 ? argument : argument[..mark];
            var isKnown = IsKnown(name);
            var follows = mark < 0 && i + 1 < arguments.Count && IsValueOf(name, isKnown, arguments[i + 1]) ? arguments[++i] : null;
            if (isKnown && (mark >= 0 || follows is not null))
            {
                settings.AddRange(follows is null ? [argument] : [argument, follows]);
            }
            else
            {
                errors.Add(isKnown ? Valueless(name) : Unknown(name, mark >= 0 || follows is not null));
            }
        }

        return new CommandLine(arguments.Any(HelpWords.Contains), [.. settings], errors);
    }

    private static bool IsValueOf(string name, bool isKnown, string next) =>
        name.StartsWith("--", StringComparison.Ordinal) && !HelpWords.Contains(next)
        && !next.StartsWith(isKnown ? "--" : "-", StringComparison.Ordinal);

    private static bool IsKnown(string name)
    {
        if (!name.StartsWith("--", StringComparison.Ordinal))
        {
            return false;
        }

        var key = name[2..];
        return Names.Contains(key, StringComparer.OrdinalIgnoreCase)
            || EnvironmentKeys.Variables.Contains(key, StringComparer.OrdinalIgnoreCase)
            || Sections.Any(section => key.StartsWith(section + ":", StringComparison.OrdinalIgnoreCase));
    }

    private static ConfigurationError Valueless(string name) => new(name, string.Empty, "must be followed by a value; one that begins with -- is written --name=value");

    // The value stays hidden: it may well be a secret.
    private static ConfigurationError Unknown(string name, bool hasValue)
    {
        var spelled = name.Replace("__", ":", StringComparison.Ordinal);
        return new(
            name,
            hasValue ? "***" : string.Empty,
            IsKnown(spelled) ? $"is spelled {spelled} on the command line" : "is no argument of this program; --help lists them");
    }
}
