using System.Net;
using System.Net.Sockets;

namespace MultiplexCluster.Contracts.Network;

/// <summary>Tells addresses of the public internet from those inside a machine, a site or a provider's network.</summary>
public static class AddressRanges
{
    // IANA special-purpose registries (RFC 6890 and updates): what is not globally reachable, and multicast.
    private static readonly IPNetwork[] Inside =
    [
        .. new[]
        {
            "0.0.0.0/8", // unspecified, "this network"
            "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", // private
            "100.64.0.0/10", // carrier-grade NAT
            "127.0.0.0/8", // loopback
            "169.254.0.0/16", // link-local: cloud metadata services answer here
            "192.0.0.0/24", // protocol assignments
            "192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", // documentation
            "192.88.99.0/24", // 6to4 relays
            "198.18.0.0/15", // benchmarks between networks
            "224.0.0.0/4", "240.0.0.0/4", // multicast, reserved and broadcast
            "::/96", // unspecified, loopback, and the long deprecated ::a.b.c.d
            "64:ff9b:1::/48", // translation inside a site: where it leads cannot be judged
            "100::/64", // discard
            "2001::/32", // Teredo: where a tunnel leads cannot be judged
            "2001:db8::/32", "3fff::/20", // documentation
            "5f00::/16", // segment routing
            "fc00::/7", "fe80::/10", "fec0::/10", // unique-local, link-local, site-local
            "ff00::/8", // multicast
        }.Select(text => IPNetwork.Parse(text)),
    ];

    /// <summary>
    /// True for a globally reachable unicast address. An IPv6 address that wraps an IPv4 one (mapped, NAT64, 6to4) is
    /// as public as that one.
    /// </summary>
    public static bool IsPublic(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (address.AddressFamily == AddressFamily.InterNetworkV6 && WrappedIn(address) is { } inner)
        {
            return IsPublic(inner);
        }

        return !Inside.Any(network => network.Contains(address));
    }

    private static IPAddress? WrappedIn(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        ReadOnlySpan<byte> nat64 = [0x00, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0];
        if (address.IsIPv4MappedToIPv6 || bytes.StartsWith(nat64))
        {
            return new IPAddress(bytes[12..]);
        }

        return bytes is [0x20, 0x02, ..] ? new IPAddress(bytes[2..6]) : null; // 6to4
    }
}
