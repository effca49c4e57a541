using System.Net;
using System.Net.Sockets;

namespace MultiplexCluster.Contracts.Network;

/// <summary>Tells addresses of the public internet from those inside a machine, a site or a provider's network.</summary>
public static class AddressRanges
{
    private static readonly IPNetwork[] Internal =
    [
        .. new[]
        {
            "0.0.0.0/8", // unspecified, "this network"
            "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", // private
            "100.64.0.0/10", // carrier-grade NAT
            "127.0.0.0/8", // loopback
            "169.254.0.0/16", // link-local: cloud metadata services answer here
            "192.0.0.0/24", // protocol assignments
            "198.18.0.0/15", // benchmarks between networks
            "224.0.0.0/4", "240.0.0.0/4", // multicast, reserved and broadcast
            "::/128", "::1/128", // unspecified, loopback
            "64:ff9b:1::/48", // translation inside a site
            "fc00::/7", "fe80::/10", "fec0::/10", // unique-local, link-local, site-local
            "ff00::/8", // multicast
        }.Select(text => IPNetwork.Parse(text)),
    ];

    /// <summary>
    /// True for loopback, private, link-local, unique-local, carrier-grade NAT, unspecified, multicast and reserved
    /// addresses, also where an IPv6 address only wraps such an IPv4 one (mapped, compatible, NAT64, 6to4, Teredo).
    /// </summary>
    public static bool IsPrivate(IPAddress address)
    {
        if (Internal.Any(network => network.BaseAddress.AddressFamily == address.AddressFamily && network.Contains(address)))
        {
            return true;
        }

        return address.AddressFamily == AddressFamily.InterNetworkV6 && WrappedIn(address) is { } inner && IsPrivate(inner);
    }

    private static IPAddress? WrappedIn(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        if (address.IsIPv4MappedToIPv6 || IsNat64(bytes) || !bytes[..12].ContainsAnyExcept((byte)0))
        {
            return new IPAddress(bytes[12..]);
        }

        if (bytes is [0x20, 0x02, ..]) // 6to4
        {
            return new IPAddress(bytes[2..6]);
        }

        if (bytes is not [0x20, 0x01, 0, 0, ..]) // Teredo holds the client's address inverted
        {
            return null;
        }

        return new IPAddress([(byte)~bytes[12], (byte)~bytes[13], (byte)~bytes[14], (byte)~bytes[15]]);
    }

    private static bool IsNat64(ReadOnlySpan<byte> bytes) =>
        bytes is [0x00, 0x64, 0xff, 0x9b, ..] && !bytes[4..12].ContainsAnyExcept((byte)0);
}
