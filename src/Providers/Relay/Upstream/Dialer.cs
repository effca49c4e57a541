using System.Net;
using System.Net.Sockets;
using MultiplexCluster.Contracts.Network;

namespace MultiplexCluster.Providers.Relay.Upstream;

/// <summary>
/// Opens connections. The name is resolved here and the socket connects to the very address that was checked, so a
/// name that changes its mind between check and connect gains nothing.
/// </summary>
internal sealed class Dialer(bool allowPrivateNetworks)
{
    internal async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancel)
    {
        var host = context.DnsEndPoint.Host;
        var addresses = IPAddress.TryParse(host, out var literal)
            ? [literal]
            : await Dns.GetHostAddressesAsync(host, cancel);
        Exception? last = null;
        foreach (var address in addresses)
        {
            if (!allowPrivateNetworks && (!AddressRanges.IsPublic(address) || LocalNames.Contains(host)))
            {
                last ??= new UnauthorizedAccessException("the address is a local one, which is not allowed");
                continue;
            }

            try
            {
                return await DialAsync(new IPEndPoint(address, context.DnsEndPoint.Port), cancel);
            }
            catch (SocketException failure)
            {
                last = failure;
            }
        }

        throw last ?? new SocketException((int)SocketError.HostNotFound);
    }

    private static async ValueTask<Stream> DialAsync(IPEndPoint target, CancellationToken cancel)
    {
        var socket = new Socket(target.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(target, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
