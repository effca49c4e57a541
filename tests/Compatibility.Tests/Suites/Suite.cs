using System.Text.RegularExpressions;
using MultiplexCluster.Compatibility.Tests.Npm;

namespace MultiplexCluster.Compatibility.Tests.Suites;

/// <summary>The tests of one client as its file tells them, before anything runs.</summary>
public static partial class Suite
{
    /// <summary>All suites by name.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. Directory.GetFiles(Path.Combine(Packages.Directory, "suites"), "*.mjs").Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal),
    ];

    /// <summary>The names of a suite's tests, which stand at the beginning of a line as <c>test('name'</c>.</summary>
    public static IReadOnlyList<string> TestsOf(string suite) =>
        [.. Test().Matches(File.ReadAllText(Path.Combine(Packages.Directory, FileOf(suite)))).Select(m => m.Groups[1].Value)];

    /// <summary>The file, from <see cref="Packages.Directory"/>.</summary>
    public static string FileOf(string suite) => Path.Combine("suites", suite + ".mjs");

    [GeneratedRegex(@"^test\('([^']+)'", RegexOptions.Multiline)]
    private static partial Regex Test();
}
