using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Xunit;

namespace MultiplexCluster.Architecture.Tests;

public sealed partial class SourceTests
{
    private const int LongestFile = 300;
    private const int LongestActor = 250;

    [Fact]
    public void A_namespace_is_its_folder() => Assert.Empty(
        from file in Product.Sources("src").Concat(Product.Sources("tests"))
        let found = Namespace().Match(File.ReadAllText(Path.Combine(Product.Root, file)))
        where found.Success && found.Groups[1].Value != Expected(file)
        select $"{file}: {found.Groups[1].Value}, not {Expected(file)}");

    [Fact]
    public void No_file_is_longer_than_one_can_read_in_one_go() => Assert.Empty(
        from file in new[] { "src", "tests", "benchmarks" }.SelectMany(Product.Sources)
        let text = File.ReadAllText(Path.Combine(Product.Root, file))
        let lines = text.AsSpan().Count('\n')
        where lines > (file.StartsWith("src/", StringComparison.Ordinal) && Actor().IsMatch(text) ? LongestActor : LongestFile)
        select $"{file}: {lines} lines");

    [Fact]
    public void Nothing_is_async_void() => Assert.Empty(
        from assembly in Product.Assemblies
        from type in assembly.GetTypes()
        from method in type.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
        where method.ReturnType == typeof(void) && method.IsDefined(typeof(AsyncStateMachineAttribute), inherit: false)
        select $"{type}.{method.Name}");

    // src/Core/Health/Gate.cs → MultiplexCluster.Core.Health
    private static string Expected(string file) =>
        "MultiplexCluster." + string.Join('.', Path.GetDirectoryName(file)!.Replace('\\', '/').Split('/').Skip(1));

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"class \w+.*Actor\b", RegexOptions.Multiline)]
    private static partial Regex Actor();
}
