using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using MultiplexCluster.Providers.Relay.Upstream;
using Xunit;

namespace MultiplexCluster.Providers.Tests.Relay;

public sealed class DialerTests
{
    [Fact]
    public async Task An_address_that_answers_nothing_does_not_eat_the_time_of_the_next()
    {
        using var deaf = Listen(IPAddress.Loopback, 0, backlog: 0);
        var port = ((IPEndPoint)deaf.LocalEndPoint!).Port;
        using var sound = Listen(IPAddress.Parse("127.0.0.2"), port, backlog: 10);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        var fillers = await FillAsync((IPEndPoint)deaf.LocalEndPoint!);
        var clock = Stopwatch.StartNew();

        await using var stream = await Dialer("127.0.0.1", "127.0.0.2").ConnectAsync(new DnsEndPoint("provider.example", port), limit.Token);

        Assert.InRange(clock.Elapsed.TotalSeconds, 0.2, 5);
        Assert.Equal("127.0.0.2", ((IPEndPoint)((NetworkStream)stream).Socket.RemoteEndPoint!).Address.ToString());
        Assert.Equal(1, (int)((NetworkStream)stream).Socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive)!);
        fillers.ForEach(filler => filler.Dispose());
    }

    [Fact]
    public async Task An_address_that_refuses_is_followed_by_the_next_at_once_and_the_last_refusal_is_told()
    {
        using var sound = Listen(IPAddress.Parse("127.0.0.3"), 0, backlog: 10);
        var port = ((IPEndPoint)sound.LocalEndPoint!).Port;

        await using var stream = await Dialer("127.0.0.1", "127.0.0.2", "127.0.0.3").ConnectAsync(new DnsEndPoint("provider.example", port), default);
        var refused = await Assert.ThrowsAsync<SocketException>(
            async () => await Dialer("127.0.0.1", "127.0.0.2").ConnectAsync(new DnsEndPoint("provider.example", port), default));

        Assert.Equal(SocketError.ConnectionRefused, refused.SocketErrorCode);
    }

    [Fact]
    public async Task No_local_address_is_dialled_where_they_are_not_allowed() =>
        await Assert.ThrowsAsync<UnauthorizedAccessException>(
            async () => await Dialer(false, "127.0.0.1", "10.0.0.1").ConnectAsync(new DnsEndPoint("provider.example", 9), default));

    private static Dialer Dialer(params string[] addresses) => Dialer(true, addresses);

    private static Dialer Dialer(bool allowPrivate, params string[] addresses) =>
        new(allowPrivate, TimeProvider.System, (_, _) => Task.FromResult(addresses.Select(IPAddress.Parse).ToArray()));

    private static Socket Listen(IPAddress address, int port, int backlog)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(address, port));
        socket.Listen(backlog);
        return socket;
    }

    /// <summary>Fills the backlog, so that the system leaves further connections unanswered.</summary>
    private static async Task<List<Socket>> FillAsync(IPEndPoint target)
    {
        var fillers = new List<Socket>();
        while (true)
        {
            var socket = new Socket(target.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            fillers.Add(socket);
            using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(500));
            try
            {
                await socket.ConnectAsync(target, patience.Token);
            }
            catch (OperationCanceledException)
            {
                return fillers;
            }
        }
    }
}
