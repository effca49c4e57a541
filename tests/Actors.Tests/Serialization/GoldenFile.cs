using System.Runtime.CompilerServices;
using MultiplexCluster.Actors.Serialization;

namespace MultiplexCluster.Actors.Tests.Serialization;

/// <summary>
/// Bytes as some version wrote them: a comment on where they come from, the object as lines of
/// <see cref="Description"/>, a line <c>---</c>, the bytes in hex. Files are added (see Golden/README.md), never changed.
/// </summary>
internal sealed record GoldenFile(string Manifest, int Number, IReadOnlyList<string> Lines, byte[] Bytes)
{
    internal static IReadOnlyList<GoldenFile> All { get; } =
    [
        .. System.IO.Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Serialization", "Golden"), "*.txt")
            .Select(Read)
            .OrderBy(file => file.Manifest, StringComparer.Ordinal)
            .ThenBy(file => file.Number),
    ];

    internal string Name => $"{Manifest}.{Number}";

    /// <summary>The newest file of a manifest, or null.</summary>
    internal static GoldenFile? Newest(string manifest) => All.LastOrDefault(file => file.Manifest == manifest);

    /// <summary>Writes the next file of a type into the source tree; fails when it is there already.</summary>
    internal static void Add(Type type)
    {
        var mapping = Mappings.ByType[type];
        var sample = Sample(type);
        var number = (Newest(mapping.Manifest)?.Number ?? 0) + 1;
        var version = mapping.GetType().Assembly.GetName().Version!.ToString(3);
        using var stream = new FileStream(Path.Combine(SourceDirectory(), $"{mapping.Manifest}.{number}.txt"), FileMode.CreateNew);
        using var writer = new StreamWriter(stream) { NewLine = "\n" };
        writer.WriteLine($"# {type.FullName} as version {version} wrote it");
        foreach (var line in Description.Of(sample))
        {
            writer.WriteLine(line);
        }

        writer.WriteLine("---");
        writer.WriteLine(Convert.ToHexString(mapping.Write(sample)));
    }

    /// <summary>The object a new file is written from: every field set, always the same.</summary>
    internal static object Sample(Type type) => new ContractFaker(type.Name.Sum(each => each), full: true).Make(type);

    private static GoldenFile Read(string path)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        var dot = name.LastIndexOf('.');
        var lines = File.ReadAllLines(path).Where(line => line.Length > 0 && line[0] != '#').ToList();
        var mark = lines.IndexOf("---");
        return new(name[..dot], int.Parse(name[(dot + 1)..], null), lines[..mark], Convert.FromHexString(string.Concat(lines[(mark + 1)..])));
    }

    private static string SourceDirectory([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "Golden");
}
