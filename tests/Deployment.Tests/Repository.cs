using System.Runtime.CompilerServices;

namespace MultiplexCluster.Deployment.Tests;

/// <summary>The files of the repository that this was built from.</summary>
public static class Repository
{
    /// <summary>Its root.</summary>
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", ".."));

    /// <summary>A file or folder in it.</summary>
    public static string PathOf(string relative) => Path.Combine(Root, relative);

    /// <summary>A file's text.</summary>
    public static string Read(string relative) => File.ReadAllText(PathOf(relative));

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
