using System.Globalization;
using System.Runtime.InteropServices;

namespace MultiplexCluster.Cluster.Database;

/// <summary>Whom PostgreSQL runs as when the tests run as root: <c>postgres</c> where that user exists, else <c>nobody</c>.</summary>
internal static class OtherUser
{
    private static readonly (int User, int Group)? Ids = Environment.IsPrivilegedProcess ? Find("postgres") ?? Find("nobody") ?? (65534, 65534) : null;

    /// <summary>What comes before a command so that it runs as that user, in the same process. Nothing when the tests don't run as root.</summary>
    public static IReadOnlyList<string> Prefix => Ids is not { } ids ? [] :
    [
        "setpriv", "--reuid", ids.User.ToString(CultureInfo.InvariantCulture), "--regid", ids.Group.ToString(CultureInfo.InvariantCulture), "--clear-groups", "--",
    ];

    /// <summary>Makes a file or directory that user's.</summary>
    public static void Give(string path)
    {
        if (Ids is { } ids && ChangeOwner(path, ids.User, ids.Group) != 0)
        {
            throw new IOException($"{path} could not be given to user {ids.User}");
        }
    }

    private static (int User, int Group)? Find(string name) => File.ReadLines("/etc/passwd")
        .Select(line => line.Split(':'))
        .Where(fields => fields.Length > 3 && fields[0] == name)
        .Select(fields => ((int, int)?)(int.Parse(fields[2], CultureInfo.InvariantCulture), int.Parse(fields[3], CultureInfo.InvariantCulture)))
        .FirstOrDefault();

    [DllImport("libc", EntryPoint = "chown", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int ChangeOwner(string path, int user, int group);
}
