using System.Net;
using System.Net.Sockets;

namespace MultiplexCluster.Providers.Relay;

/// <summary>Tells the public internet from everything that only a machine on the inside can reach.</summary>
public static class AddressGuard
{
    // IANA special-purpose registries (RFC 6890 and updates): what is not globally reachable, and multicast.
    private static readonly IPNetwork[] Inside =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
            "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24",
            "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            "::/128", "::1/128", "100::/64", "2001:db8::/32", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10",
            "fec0::/10", "ff00::/8",
        }.Select(IPNetwork.Parse),
    ];

    /// <summary>
    /// True for a globally reachable unicast address. IPv6 forms that carry an IPv4 address (mapped, compatible, NAT64,
    /// 6to4, Teredo) are as public as the address they carry, or refused where they carry it disguised.
    /// </summary>
    public static bool IsPublic(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (address.AddressFamily == AddressFamily.InterNetworkV6 && Embedded(address) is var (carries, inner) && carries)
        {
            return inner is not null && IsPublic(inner);
        }

        foreach (var network in Inside)
        {
            if (network.Contains(address))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>True for names that always mean this machine or its local network, whatever a resolver says.</summary>
    public static bool IsInsideName(string host)
    {
        ArgumentNullException.ThrowIfNull(host);
        var name = host.TrimEnd('.');
        return IsOrEndsWith(name, "localhost") || IsOrEndsWith(name, "local") || IsOrEndsWith(name, "internal")
            || IsOrEndsWith(name, "localdomain") || IsOrEndsWith(name, "home.arpa");
    }

    private static bool IsOrEndsWith(string name, string zone) =>
        name.EndsWith(zone, StringComparison.OrdinalIgnoreCase)
        && (name.Length == zone.Length || name[name.Length - zone.Length - 1] == '.');

    private static (bool Carries, IPAddress? Inner) Embedded(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            return (true, address.MapToIPv4());
        }

        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        ReadOnlySpan<byte> nat64 = [0x00, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0];
        if (bytes.StartsWith(nat64))
        {
            return (true, new IPAddress(bytes[12..]));
        }

        if (bytes is [0x20, 0x02, ..])
        {
            return (true, new IPAddress(bytes[2..6]));
        }

        // Teredo, and NAT64 with a local prefix: tunnels whose far end cannot be judged. ::a.b.c.d is long deprecated.
        var tunnel = bytes is [0x20, 0x01, 0, 0, ..] or [0x00, 0x64, 0xff, 0x9b, 0, 1, ..];
        var compatible = bytes[..12].IndexOfAnyExcept((byte)0) < 0;
        return (tunnel || compatible, null);
    }
}
