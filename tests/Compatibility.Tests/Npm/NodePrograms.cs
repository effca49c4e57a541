using System.Diagnostics;
using System.Globalization;

namespace MultiplexCluster.Compatibility.Tests.Npm;

/// <summary>The programs that run the clients.</summary>
public static class NodePrograms
{
    /// <summary>The oldest major version of Node that the suites run on; some clients ask for 20, and all run on 18.15.</summary>
    public const int OldestNode = 18;

    /// <summary>Why no client can run here; null when they can.</summary>
    public static string? Missing { get; } =
        NodeVersion() is not { } version ? "node is not on PATH (apt-get install nodejs npm)"
        : version < OldestNode ? string.Create(CultureInfo.InvariantCulture, $"node is of version {version}; the clients need {OldestNode}")
        : OnPath("npm") is null ? "npm is not on PATH (apt-get install npm)"
        : null;

    /// <summary>Whether a missing program is a failure (<c>MULTIPLEX_REQUIRE_NODE=1</c>, as in CI), not a reason to skip.</summary>
    public static bool Required => Environment.GetEnvironmentVariable("MULTIPLEX_REQUIRE_NODE") == "1";

    private static int? NodeVersion()
    {
        if (OnPath("node") is not { } node)
        {
            return null;
        }

        using var process = Process.Start(new ProcessStartInfo(node, ["--version"]) { RedirectStandardOutput = true })!;
        var text = process.StandardOutput.ReadToEnd(); // v20.20.2
        process.WaitForExit();
        return int.TryParse(text.TrimStart('v').Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var major) ? major : null;
    }

    private static string? OnPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
        .Split(':', StringSplitOptions.RemoveEmptyEntries).Select(d => Path.Combine(d, program)).FirstOrDefault(File.Exists);
}
