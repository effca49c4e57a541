using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using Mapping = System.Collections.Generic.Dictionary<object, object?>;

namespace MultiplexCluster.Deployment.Tests.Compose;

/// <summary>A compose file with its variables resolved. What it cannot read it refuses, so that nothing in the file is ignored.</summary>
public sealed record ComposeFile(IReadOnlyList<ComposeService> Services, Variables Variables)
{
    private static readonly string[] TopLevel = ["name", "services", "volumes"];
    private static readonly string[] Understood =
    [
        "build", "depends_on", "environment", "healthcheck", "hostname", "image", "ports", "profiles", "restart", "stop_grace_period", "ulimits", "volumes",
    ];

    /// <summary>The service of that name.</summary>
    public ComposeService this[string name] => Services.Single(service => service.Name == name);

    /// <summary>Reads the repository's file.</summary>
    public static ComposeFile Load(IReadOnlyDictionary<string, string> variables) => Parse(Repository.Read("docker-compose.yml"), variables);

    /// <summary>Reads a file's text.</summary>
    public static ComposeFile Parse(string yaml, IReadOnlyDictionary<string, string> variables)
    {
        var resolver = new Variables(variables);
        var root = new DeserializerBuilder().Build().Deserialize<Mapping>(new MergingParser(new Parser(new StringReader(yaml))));
        Refuse("the file", root.Keys.Cast<string>().Where(key => !key.StartsWith("x-", StringComparison.Ordinal)).Except(TopLevel));
        var services = Map(root, "services").Select(pair => Service((string)pair.Key, (Mapping)pair.Value!, resolver));
        return new ComposeFile([.. services], resolver);
    }

    private static ComposeService Service(string name, Mapping service, Variables variables)
    {
        Refuse(name, service.Keys.Cast<string>().Except(Understood));
        var build = Map(service, "build");
        Refuse($"{name}.build", build.Keys.Cast<string>().Except(["context", "target"]));
        return new ComposeService
        {
            Name = name,
            Image = Text(service, "image") ?? throw new FormatException($"{name} has no image"),
            Target = Text(build, "target"),
            Hostname = Text(service, "hostname"),
            Environment = Map(service, "environment").ToDictionary(pair => (string)pair.Key, pair => variables.Resolve((string)pair.Value!)),
            Ports = List(service, "ports", variables),
            Volumes = List(service, "volumes", variables),
            Profiles = List(service, "profiles", variables),
            DependsOn = [.. Map(service, "depends_on").Keys.Cast<string>()],
            HealthCheck = List(Map(service, "healthcheck"), "test", variables),
            Restart = Text(service, "restart"),
            StopGracePeriod = Duration(Text(service, "stop_grace_period") ?? "10s"),
        };
    }

    private static Mapping Map(Mapping parent, string key) => (Mapping?)parent.GetValueOrDefault(key) ?? [];

    private static string? Text(Mapping parent, string key) => (string?)parent.GetValueOrDefault(key);

    private static string[] List(Mapping parent, string key, Variables variables) =>
        [.. ((List<object>?)parent.GetValueOrDefault(key) ?? []).Select(item => variables.Resolve((string)item))];

    private static TimeSpan Duration(string text)
    {
        var number = int.Parse(text[..^1], CultureInfo.InvariantCulture);
        return text[^1] switch
        {
            's' => TimeSpan.FromSeconds(number),
            'm' => TimeSpan.FromMinutes(number),
            _ => throw new FormatException($"{text} is neither seconds nor minutes"),
        };
    }

    private static void Refuse(string where, IEnumerable<string> unknown)
    {
        if (string.Join(", ", unknown) is { Length: > 0 } names)
        {
            throw new FormatException($"not understood in {where}: {names}");
        }
    }
}
