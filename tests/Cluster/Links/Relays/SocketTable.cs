using System.Globalization;
using System.Net;

namespace MultiplexCluster.Cluster.Links.Relays;

/// <summary>
/// The kernel's table of connections. All nodes call from 127.0.0.1, so only the table tells which process an accepted
/// connection comes from.
/// </summary>
internal static class SocketTable
{
    private const string Established = "01";
    private static readonly string[] Tables = ["/proc/net/tcp", "/proc/net/tcp6"];

    /// <summary>Which of these processes made the connection from <paramref name="client"/> to <paramref name="server"/>; null for none of them.</summary>
    public static int? MakerOf(IPEndPoint client, IPEndPoint server, IEnumerable<int> processes)
    {
        if (Row(client, server) is not { } row)
        {
            return null;
        }

        var link = $"socket:[{row.Inode}]";
        return processes.Cast<int?>().FirstOrDefault(pid => Holds(pid!.Value, link));
    }

    /// <summary>Whether the peer of an accepted connection has neither closed nor reset it.</summary>
    public static bool IsOpen(IPEndPoint own, IPEndPoint peer) => Row(own, peer) is { State: Established };

    private static (string State, string Inode)? Row(IPEndPoint local, IPEndPoint remote)
    {
        var (from, to) = (Text(local), Text(remote));
        foreach (var line in Tables.Where(File.Exists).SelectMany(File.ReadLines))
        {
            var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);

            // An IPv4 address ends the same way where it is mapped into IPv6.
            if (fields.Length > 9 && fields[1].EndsWith(from, StringComparison.Ordinal) && fields[2].EndsWith(to, StringComparison.Ordinal))
            {
                return (fields[3], fields[9]);
            }
        }

        return null;
    }

    private static bool Holds(int pid, string link)
    {
        try
        {
            return new DirectoryInfo(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/fd")).EnumerateFileSystemInfos().Any(fd => fd.LinkTarget == link);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static string Text(IPEndPoint point)
    {
        var bytes = point.Address.MapToIPv4().GetAddressBytes();
        return string.Create(CultureInfo.InvariantCulture, $"{bytes[3]:X2}{bytes[2]:X2}{bytes[1]:X2}{bytes[0]:X2}:{point.Port:X4}");
    }
}
