using System.Net.Sockets;
using System.Text;
using MultiplexCluster.Contracts.Requests;
using Xunit;

namespace MultiplexCluster.Host.Tests.DataPlane;

[Collection(MeasuredTests.Name)]
public sealed class BackpressureTests
{
    private const int Total = 256 * 1024 * 1024;

    [Fact]
    public async Task A_caller_who_does_not_read_stops_the_provider_and_fills_no_memory()
    {
        var sent = 0L;
        await using var provider = RawProvider.Start(async call =>
        {
            await call.WriteAsync($"HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: {Total}\r\n\r\n");
            var piece = new byte[256 * 1024];
            while (Volatile.Read(ref sent) < Total)
            {
                await call.WriteAsync(piece);
                Interlocked.Add(ref sent, piece.Length);
            }
        });
        var router = new ScriptedRouter(provider.Url);
        await using var host = await RelayHost.StartAsync(router);
        using var socket = await RawCaller.ConnectAsync(host.Url);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await socket.SendAsync(Encoding.Latin1.GetBytes(RawCaller.Post(RelayTests.Chat)));

        var stuck = await StandsStillAsync(() => Volatile.Read(ref sent));
        var grown = GC.GetTotalMemory(forceFullCollection: false) - before;
        var received = await DrainAsync(socket);

        Assert.InRange(stuck, 1, Total / 2);
        Assert.InRange(grown, long.MinValue, 16 * 1024 * 1024);
        Assert.True(received > Total);
        Assert.Equal(OutcomeClass.Success, (await router.EndAsync()).Outcome);
    }

    private static async Task<long> StandsStillAsync(Func<long> read)
    {
        var last = -1L;
        while (read() is var now && (now != last || now == 0))
        {
            last = now;
            await Task.Delay(300);
        }

        return last;
    }

    private static async Task<long> DrainAsync(Socket socket)
    {
        var buffer = new byte[1024 * 1024];
        var total = 0L;
        while (await socket.ReceiveAsync(buffer) is var read and > 0)
        {
            total += read;
        }

        return total;
    }
}
