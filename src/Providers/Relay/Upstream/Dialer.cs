using System.Net;
using System.Net.Sockets;
using MultiplexCluster.Contracts.Network;

namespace MultiplexCluster.Providers.Relay.Upstream;

/// <summary>
/// Opens connections. The name is resolved here and the socket connects to the very address that was checked, so a
/// name that changes its mind between check and connect gains nothing. Of several addresses the next is tried beside
/// the first when that takes long (RFC 8305): one that answers nothing costs <see cref="Stagger"/>, not the whole call.
/// </summary>
internal sealed class Dialer(
    bool allowPrivateNetworks, TimeProvider time, Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null)
{
    /// <summary>How long an address is waited for before the next one is tried as well.</summary>
    internal static readonly TimeSpan Stagger = TimeSpan.FromMilliseconds(300);

    private readonly Func<string, CancellationToken, Task<IPAddress[]>> _resolve = resolve ?? Dns.GetHostAddressesAsync;

    internal async ValueTask<DialedStream> ConnectAsync(DnsEndPoint target, CancellationToken cancel)
    {
        var host = target.Host;
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await _resolve(host, cancel);
        var allowed = Array.FindAll(
            addresses, address => allowPrivateNetworks || (AddressRanges.IsPublic(address) && !LocalNames.Contains(host)));
        if (allowed.Length == 0)
        {
            throw addresses.Length > 0
                ? new UnauthorizedAccessException("the address is a local one, which is not allowed")
                : new SocketException((int)SocketError.HostNotFound);
        }

        var socket = allowed.Length == 1
            ? await DialAsync(new IPEndPoint(allowed[0], target.Port), cancel)
            : await RaceAsync(allowed, target.Port, cancel);
        return new DialedStream(socket);
    }

    private async Task<Socket> RaceAsync(IPAddress[] addresses, int port, CancellationToken cancel)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var dials = new List<Task<Socket>>(addresses.Length);
        var begun = 0;
        try
        {
            while (true)
            {
                if (begun < addresses.Length)
                {
                    dials.Add(DialAsync(new IPEndPoint(addresses[begun++], port), over.Token));
                }

                var patience = begun < addresses.Length ? Task.Delay(Stagger, time, over.Token) : Task.Delay(Timeout.Infinite, over.Token);
                if (await Task.WhenAny([.. dials, patience]) is not Task<Socket> first)
                {
                    cancel.ThrowIfCancellationRequested();
                    continue;
                }

                dials.Remove(first);
                _ = first.Exception;
                if (first.IsCompletedSuccessfully || (dials.Count == 0 && begun == addresses.Length))
                {
                    return await first;
                }
            }
        }
        finally
        {
            await over.CancelAsync();
            dials.ForEach(CloseLater);
        }
    }

    // A dial that wins after all is not wanted any more, and a failure has nobody left to hear of it.
    private static void CloseLater(Task<Socket> dial) => dial.ContinueWith(
        static late =>
        {
            if (late.IsCompletedSuccessfully)
            {
                late.GetAwaiter().GetResult().Dispose();
            }
            else
            {
                _ = late.Exception;
            }
        },
        CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

    private static async Task<Socket> DialAsync(IPEndPoint target, CancellationToken cancel)
    {
        var socket = new Socket(target.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            // A connection whose other end is gone without a word shows itself while an answer is waited for.
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 60);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 15);
            await socket.ConnectAsync(target, cancel);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
