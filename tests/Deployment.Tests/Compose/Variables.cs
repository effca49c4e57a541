using System.Text.RegularExpressions;

namespace MultiplexCluster.Deployment.Tests.Compose;

/// <summary>
/// The variables of a compose file: <c>${NAME}</c>, <c>${NAME:-default}</c>, <c>${NAME:?message}</c> and <c>$$</c>
/// (https://docs.docker.com/reference/compose-file/interpolation/). Other forms are refused.
/// </summary>
public sealed partial class Variables(IReadOnlyDictionary<string, string> values)
{
    /// <summary>Names that stood in <c>${NAME:?…}</c> so far.</summary>
    public ISet<string> Required { get; } = new HashSet<string>();

    /// <summary>Names that stood in the other forms so far.</summary>
    public ISet<string> Optional { get; } = new HashSet<string>();

    /// <summary>The text with its variables replaced.</summary>
    /// <exception cref="InvalidOperationException">A required one is empty, with the file's own message.</exception>
    /// <exception cref="FormatException">Something else follows a dollar sign.</exception>
    public string Resolve(string text) => Dollar().Replace(text, match => match.Value switch
    {
        "$$" => "$",
        "$" => throw new FormatException($"what follows the dollar sign is not supported: {text}"),
        _ => Value(match.Groups["name"].Value, match.Groups["kind"].Value, match.Groups["rest"].Value),
    });

    private string Value(string name, string kind, string rest)
    {
        (kind == ":?" ? Required : Optional).Add(name);
        var value = values.GetValueOrDefault(name, "");
        return (value, kind) switch
        {
            ("", ":?") => throw new InvalidOperationException($"{name}: {rest}"),
            ("", ":-") => rest,
            _ => value,
        };
    }

    [GeneratedRegex(@"\$\$|\$\{(?<name>\w+)(?:(?<kind>:-|:\?)(?<rest>[^}]*))?\}|\$")]
    private static partial Regex Dollar();
}
