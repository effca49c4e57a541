using System.Reflection;
using System.Runtime.CompilerServices;

namespace MultiplexCluster.Architecture.Tests;

/// <summary>The product's assemblies and source files.</summary>
internal static class Product
{
    public static Assembly Contracts { get; } = Load("Contracts");

    public static Assembly Core { get; } = Load("Core");

    public static Assembly Providers { get; } = Load("Providers");

    public static Assembly Actors { get; } = Load("Actors");

    public static Assembly Host { get; } = Load("Host");

    public static IReadOnlyList<Assembly> Assemblies { get; } = [Contracts, Core, Providers, Actors, Host];

    public static string Root { get; } = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", ".."));

    /// <summary>The names of what an assembly really uses: the compiler leaves out references that nothing needs.</summary>
    public static IReadOnlyList<string> Uses(Assembly assembly) => [.. assembly.GetReferencedAssemblies().Select(a => a.Name!)];

    /// <summary>All types written by hand, nested ones included.</summary>
    public static IEnumerable<Type> Types(Assembly assembly) =>
        assembly.GetTypes().Where(t => !t.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false) && !t.FullName!.Contains('<', StringComparison.Ordinal));

    /// <summary>Every source file under a folder of the repository, as paths from its root; what a build writes is left out.</summary>
    public static IEnumerable<string> Sources(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal));

    private static Assembly Load(string project) => Assembly.Load($"MultiplexCluster.{project}");

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
