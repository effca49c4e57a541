using System.Globalization;
using MultiplexCluster.Contracts.Identity;

namespace MultiplexCluster.Host.Configuration;

/// <summary>Reads <see cref="ClusterOptions"/>.</summary>
internal static class ClusterOptionsReader
{
    public static ClusterOptions Read(SectionReader reader)
    {
        var hostname = Hostname(reader, "Cluster:Hostname");
        var publicHostname = Hostname(reader, "Cluster:PublicHostname");
        var port = (int)reader.Whole("Cluster:Port", 0, 0, 65535);
        var publicPort = (int)reader.Whole("Cluster:PublicPort", 0, 1, 65535);
        SeedNode[] seeds = [.. reader.List("Cluster:SeedNodes").Select(item => Seed(reader, item)).OfType<SeedNode>()];
        var roles = reader.List("Cluster:Roles");
        foreach (var (key, role) in roles.Where(role => !Label.IsValid(role.Value)))
        {
            reader.Fail(key, role, $"must be {Label.Allowed}");
        }

        return new ClusterOptions(hostname ?? "127.0.0.1", port, seeds, roles.Count > 0 ? [.. roles.Select(role => role.Value)] : ["endpoint"])
        {
            PublicHostname = publicHostname,
            PublicPort = publicPort > 0 ? publicPort : null,
            Tls = ClusterTlsReader.Read(reader, publicHostname ?? hostname ?? "127.0.0.1"),
        };
    }

    private static string? Hostname(SectionReader reader, string key)
    {
        var hostname = reader.Text(key);
        if (hostname is not null && Uri.CheckHostName(hostname) is UriHostNameType.Unknown)
        {
            reader.Fail(key, hostname, "must be a host name or an IP address, without a port");
        }

        return hostname;
    }

    private static SeedNode? Seed(SectionReader reader, (string Key, string Value) item)
    {
        var colon = item.Value.LastIndexOf(':');
        if (colon > 0
            && Uri.CheckHostName(item.Value[..colon]) is not UriHostNameType.Unknown
            && int.TryParse(item.Value[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            && port is >= 1 and <= 65535)
        {
            return new SeedNode(item.Value[..colon], port);
        }

        reader.Fail(item.Key, item.Value, "must be host:port with a port from 1 to 65,535");
        return null;
    }
}
