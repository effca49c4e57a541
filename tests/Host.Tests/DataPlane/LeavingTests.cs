using System.Text;
using MultiplexCluster.Contracts.Requests;
using Xunit;

namespace MultiplexCluster.Host.Tests.DataPlane;

/// <summary>Callers who leave, and permits that are lost.</summary>
[Collection(MeasuredTests.Name)]
public sealed class LeavingTests
{
    [Fact]
    public async Task A_lost_permit_closes_the_call_at_once()
    {
        using var lost = new CancellationTokenSource();
        var closed = new TaskCompletionSource();
        await using var provider = RawProvider.Start(async call =>
        {
            await call.WriteAsync(RawProvider.StreamHead);
            await call.WriteChunkAsync("data: one\n\n");
            await Task.Delay(100);
            await lost.CancelAsync();
            await call.ClosedAsync();
            closed.SetResult();
        });
        var router = new ScriptedRouter(provider.Url) { PermitLost = lost.Token };
        await using var host = await RelayHost.StartAsync(router);

        await RawCaller.SendAsync(host.Url, RawCaller.Post(RelayTests.Chat));

        await closed.Task.WaitAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(OutcomeClass.BrokenStream, (await router.EndAsync()).Outcome);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task When_the_caller_leaves_the_provider_is_closed_within_250_ms(bool midStream)
    {
        var reached = new TaskCompletionSource();
        var closed = new TaskCompletionSource();
        await using var provider = RawProvider.Start(async call =>
        {
            if (midStream)
            {
                await call.WriteAsync(RawProvider.StreamHead);
                await call.WriteChunkAsync("data: one\n\n");
            }

            reached.SetResult();
            await call.ClosedAsync();
            closed.SetResult();
        });
        var router = new ScriptedRouter(provider.Url);
        await using var host = await RelayHost.StartAsync(router);
        var socket = await RawCaller.ConnectAsync(host.Url);
        await socket.SendAsync(Encoding.Latin1.GetBytes(RawCaller.Post(RelayTests.Chat)));
        await reached.Task;
        await Task.Delay(50);

        socket.Close();

        await closed.Task.WaitAsync(TimeSpan.FromMilliseconds(250));
        var end = await router.EndAsync();
        Assert.Equal(OutcomeClass.Cancelled, end.Outcome);
        Assert.Equal(midStream, end.Usage.Total > 0);
        Assert.Equal(0, router.CallersLeft);
    }

    [Fact]
    public async Task A_caller_who_leaves_while_waiting_is_withdrawn()
    {
        var router = new ScriptedRouter("http://127.0.0.1:1") { Grants = false };
        await using var host = await RelayHost.StartAsync(router);
        var socket = await RawCaller.ConnectAsync(host.Url);
        await socket.SendAsync(Encoding.Latin1.GetBytes(RawCaller.Post(RelayTests.Chat)));
        while (router.Executed.IsEmpty)
        {
            await Task.Delay(10);
        }

        socket.Close();

        for (var i = 0; i < 25 && router.CallersLeft == 0; i++)
        {
            await Task.Delay(10);
        }

        Assert.Equal(1, router.CallersLeft);
    }
}
