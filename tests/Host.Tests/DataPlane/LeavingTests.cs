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
            await call.ClosedAsync();
            closed.SetResult();
        });
        var router = new ScriptedRouter(provider.Url) { PermitLost = lost.Token };
        await using var host = await RelayHost.StartAsync(router);
        using var request = new HttpRequestMessage(HttpMethod.Post, RelayTests.Chat) { Content = RelayTests.Json(RelayTests.ChatBody) };
        using var answer = await host.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        await using var stream = await answer.Content.ReadAsStreamAsync();
        await stream.ReadExactlyAsync(new byte[5]);

        await lost.CancelAsync();

        await closed.Task.WaitAsync(TimeSpan.FromSeconds(1));
        var end = await router.EndAsync();
        Assert.Equal((OutcomeClass.PermitLost, true), (end.Outcome, end.AnswerStarted));
    }

    // Defect: it counted as the provider's failure, so that the breaker of a good key opened.
    [Fact]
    public async Task A_permit_lost_before_the_first_byte_is_nobodys_fault_and_the_caller_is_told()
    {
        using var lost = new CancellationTokenSource();
        await using var provider = RawProvider.Start(async call =>
        {
            await lost.CancelAsync();
            await call.ClosedAsync();
        });
        var router = new ScriptedRouter(provider.Url) { PermitLost = lost.Token };
        await using var host = await RelayHost.StartAsync(router);

        using var answer = await host.Client.PostAsync(RelayTests.Chat, RelayTests.Json(RelayTests.ChatBody));

        Assert.Equal(502, (int)answer.StatusCode);
        Assert.Contains("lost its permit", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var end = await router.EndAsync();
        Assert.Equal((OutcomeClass.PermitLost, false, false), (end.Outcome, end.AnswerStarted, end.SurelyNotExecuted));
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
