namespace MultiplexCluster.Cluster.Database;

/// <summary>Where PostgreSQL's programs are.</summary>
public static class PostgresPrograms
{
    private const string DebianRoot = "/usr/lib/postgresql";

    private static readonly string? Directory = Candidates().FirstOrDefault(d => File.Exists(Path.Combine(d, "initdb")) && File.Exists(Path.Combine(d, "postgres")));

    /// <summary>Why no server can be started here; null when one can.</summary>
    public static string? Missing { get; } =
        Directory is null ? $"PostgreSQL is not installed: no initdb and postgres under {DebianRoot}/*/bin or on PATH (apt-get install postgresql)"
        : Environment.IsPrivilegedProcess && Find("setpriv") is null ? "PostgreSQL refuses to run as root, and setpriv is not there to run it as another user"
        : null;

    internal static string InitDb => Path.Combine(Directory!, "initdb");

    internal static string Postgres => Path.Combine(Directory!, "postgres");

    private static IEnumerable<string> Candidates()
    {
        // The newest version first; debian installs each beside the others and none on PATH.
        var versions = System.IO.Directory.Exists(DebianRoot) ? System.IO.Directory.GetDirectories(DebianRoot) : [];
        return
        [
            .. versions.OrderByDescending(v => double.TryParse(Path.GetFileName(v), out var number) ? number : 0).Select(v => Path.Combine(v, "bin")),
            .. SearchPath(),
        ];
    }

    private static string? Find(string program) => SearchPath().Select(d => Path.Combine(d, program)).FirstOrDefault(File.Exists);

    private static string[] SearchPath() => (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(':', StringSplitOptions.RemoveEmptyEntries);
}
