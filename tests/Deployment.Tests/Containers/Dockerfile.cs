using System.Text.Json;
using System.Text.RegularExpressions;

namespace MultiplexCluster.Deployment.Tests.Containers;

/// <summary>A COPY instruction.</summary>
/// <param name="From">The stage it copies from; null: the repository.</param>
/// <param name="Sources">What it copies.</param>
/// <param name="Target">Where to.</param>
public sealed record DockerCopy(string? From, IReadOnlyList<string> Sources, string Target);

/// <summary>One stage of a Dockerfile, with what it has from the stage it builds on.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Base">The image or stage it builds on.</param>
/// <param name="Instructions">Its own instructions with their arguments, in order; continued lines are one.</param>
/// <param name="Parent">The stage it builds on, if that is one of this file.</param>
public sealed partial record DockerStage(string Name, string Base, IReadOnlyList<(string Word, string Arguments)> Instructions, DockerStage? Parent)
{
    /// <summary>What ENV sets.</summary>
    public IReadOnlyDictionary<string, string> Environment => All("ENV")
        .SelectMany(rest => Assignment().Matches(rest).Select(match => (Name: match.Groups[1].Value, match.Groups[2].Value)))
        .GroupBy(pair => pair.Name).ToDictionary(group => group.Key, group => group.Last().Value);

    /// <summary>Paths of its volumes.</summary>
    public IReadOnlyList<string> Volumes => [.. All("VOLUME").SelectMany(rest => rest.Split(' '))];

    /// <summary>Ports it says it listens on.</summary>
    public IReadOnlyList<string> Ports => [.. All("EXPOSE").SelectMany(rest => rest.Split(' '))];

    /// <summary>Program and arguments, in the form without a shell.</summary>
    public IReadOnlyList<string> Entrypoint => Exec(All("ENTRYPOINT").Last());

    /// <summary>Command of its health check, in the form without a shell.</summary>
    public IReadOnlyList<string> HealthCheck => Exec(All("HEALTHCHECK").Last().Split("CMD ")[1]);

    /// <summary>All COPY instructions in order, those of the stage it builds on first.</summary>
    public IReadOnlyList<DockerCopy> Copies =>
    [
        .. All("COPY").Select(rest => rest.Split(' ')).Select(parts => parts[0].StartsWith("--from=", StringComparison.Ordinal)
            ? new DockerCopy(parts[0]["--from=".Length..], parts[1..^1], parts[^1])
            : new DockerCopy(null, parts[..^1], parts[^1])),
    ];

    /// <summary>The arguments of all instructions of that word, those of the stage it builds on first.</summary>
    public IEnumerable<string> All(string word) =>
        (Parent?.All(word) ?? []).Concat(Instructions.Where(instruction => instruction.Word == word).Select(instruction => instruction.Arguments));

    private static string[] Exec(string json) => JsonSerializer.Deserialize<string[]>(json)!;

    [GeneratedRegex(@"(\w+)=(\S*)")]
    private static partial Regex Assignment();
}

/// <summary>The repository's Dockerfile.</summary>
public sealed partial record Dockerfile(IReadOnlyList<DockerStage> Stages)
{
    /// <summary>The stage of that name.</summary>
    public DockerStage this[string name] => Stages.Single(stage => stage.Name == name);

    /// <summary>Reads it.</summary>
    public static Dockerfile Load() => Parse(Repository.Read("Dockerfile"));

    /// <summary>Reads a file's text.</summary>
    public static Dockerfile Parse(string text)
    {
        var lines = Continued().Replace(Comment().Replace(text, ""), " ").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var instructions = lines.Select(line => line.Split(' ', 2, StringSplitOptions.TrimEntries)).Select(parts => (Word: parts[0], Arguments: parts[1])).ToArray();
        var stages = new List<DockerStage>();
        for (var i = 0; i < instructions.Length; i++)
        {
            var (image, name) = instructions[i].Arguments.Split(" AS ") is [var first, var second] ? (first, second) : throw new FormatException("every stage needs a name");
            var own = instructions.Skip(i + 1).TakeWhile(instruction => instruction.Word != "FROM").ToArray();
            stages.Add(new DockerStage(name, image, own, stages.Find(stage => stage.Name == image)));
            i += own.Length;
        }

        return new Dockerfile(stages);
    }

    [GeneratedRegex(@"^\s*#.*\n", RegexOptions.Multiline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"\\\n\s*")]
    private static partial Regex Continued();
}
