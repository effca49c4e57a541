using System.Diagnostics;

namespace MultiplexCluster.EndToEnd.Processes;

/// <summary>Builds projects of the repository in Release and says where the result is.</summary>
internal static class Builds
{
    // No build server may outlive the harness.
    private static readonly string[] NoServers = ["-nodeReuse:false", "-p:UseSharedCompilation=false", "-p:Configuration=Release", "-nologo"];

    public static async Task<string> BuildAsync(string project, CancellationToken cancellation)
    {
        var path = Path.Combine(RepositoryRoot(), project);
        await MsBuildAsync([path, "-restore", "-t:Build", "-v:quiet", .. NoServers], cancellation);
        var target = await MsBuildAsync([path, "-getProperty:TargetPath", .. NoServers], cancellation);
        return target.Trim();
    }

    public static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "MultiplexCluster.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("Run the harness from inside the repository.");
    }

    private static async Task<string> MsBuildAsync(string[] arguments, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo("dotnet", ["msbuild", .. arguments]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        try
        {
            var output = await process.StandardOutput.ReadToEndAsync(cancellation);
            await process.WaitForExitAsync(cancellation);
            return process.ExitCode == 0 ? output : throw new InvalidOperationException($"Building {arguments[0]} failed:{Environment.NewLine}{output}");
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }
}
