using System.Security.Cryptography;

namespace MultiplexCluster.Compatibility.Tests.Npm;

/// <summary>The clients' packages, installed beside the copies of the suites once for each lock file.</summary>
public static class Packages
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    /// <summary>Where the suites and the packages are.</summary>
    public static string Directory { get; } = Path.Combine(AppContext.BaseDirectory, "npm");

    /// <summary>Why they could not be installed; null when they are there.</summary>
    public static async Task<string?> InstallAsync()
    {
        var mark = Path.Combine(Directory, "node_modules", ".installed");
        var hash = Convert.ToHexString(SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(Directory, "package-lock.json"))));
        if (File.Exists(mark) && await File.ReadAllTextAsync(mark) == hash)
        {
            return null;
        }

        var result = await NodeProcess.RunAsync("npm", Directory, ["ci", "--prefer-offline", "--no-progress"], new Dictionary<string, string>(), Limit);
        if (result.ExitCode != 0)
        {
            return $"npm ci failed: {result.Errors}";
        }

        await File.WriteAllTextAsync(mark, hash);
        return null;
    }
}
