using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using MultiplexCluster.Contracts.Requests;
using Xunit;
using Xunit.Abstractions;

namespace MultiplexCluster.Host.Tests.DataPlane;

/// <summary>Callers who leave with so much sent behind their request that the leaving itself can't be seen.</summary>
public sealed class PiledUpCallerTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    // Defect: the call went on, and held its slot, until the provider was done.
    [Theory]
    [InlineData(3 << 20)]
    [InlineData((1 << 20) + 4096)]
    [InlineData(1 << 20)]
    [InlineData((1 << 20) - 1)]
    public async Task The_call_of_a_caller_who_left_much_behind_is_closed(int behind)
    {
        var reached = new TaskCompletionSource();
        var closed = new TaskCompletionSource();
        await using var provider = RawProvider.Start(async call =>
        {
            reached.SetResult();
            await call.ClosedAsync();
            closed.SetResult();
        });
        var router = new ScriptedRouter(provider.Url);
        await using var host = await RelayHost.StartAsync(router);
        var socket = await RawCaller.ConnectAsync(host.Url);
        await socket.SendAsync(Encoding.Latin1.GetBytes(RawCaller.Post(RelayTests.Chat)));
        await reached.Task;

        await SendAndCloseAsync(socket, behind);
        var left = Stopwatch.StartNew();

        await closed.Task.WaitAsync(Limit);
        output.WriteLine($"closed {left.ElapsedMilliseconds} ms after the caller left");
        Assert.Equal(OutcomeClass.Cancelled, (await router.EndAsync()).Outcome);
    }

    [Fact]
    public async Task A_waiting_caller_who_left_much_behind_is_withdrawn()
    {
        var router = new ScriptedRouter("http://127.0.0.1:1") { Grants = false };
        await using var host = await RelayHost.StartAsync(router);
        var socket = await RawCaller.ConnectAsync(host.Url);
        await socket.SendAsync(Encoding.Latin1.GetBytes(RawCaller.Post(RelayTests.Chat)));
        while (router.Executed.IsEmpty)
        {
            await Task.Delay(10);
        }

        await SendAndCloseAsync(socket, 3 << 20);

        for (var i = 0; i < 500 && router.CallersLeft == 0; i++)
        {
            await Task.Delay(10);
        }

        Assert.Equal(1, router.CallersLeft);
    }

    [Fact]
    public async Task A_caller_who_pipelines_a_large_request_and_stays_gets_both_answers()
    {
        await using var provider = RawProvider.Start(async call =>
        {
            await Task.Delay(500);
            await call.WriteAsync(RelayTests.JsonAnswer);
        });
        await using var host = await RelayHost.StartAsync(new ScriptedRouter(provider.Url));
        var first = RawCaller.Post(RelayTests.Chat).Replace("Connection: close\r\n", "", StringComparison.Ordinal);
        var second = RawCaller.Post(RelayTests.Chat, body: $$"""{"model":"gpt-x","x":"{{new string('x', 900_000)}}"}""");

        var answer = await RawCaller.SendAsync(host.Url, first + second);

        Assert.Equal(2, answer.Split("HTTP/1.1 200").Length - 1);
    }

    private static async Task SendAndCloseAsync(Socket socket, int bytes)
    {
        socket.SendBufferSize = 8 << 20;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        for (var sent = 0; sent < bytes;)
        {
            sent += await socket.SendAsync(new byte[bytes - sent], SocketFlags.None, patience.Token);
        }

        socket.Close();
    }
}
