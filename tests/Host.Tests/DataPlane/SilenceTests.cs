using System.Diagnostics;
using System.Net;
using MultiplexCluster.Contracts.Requests;
using Xunit;

namespace MultiplexCluster.Host.Tests.DataPlane;

/// <summary>Providers that say nothing, or nothing more.</summary>
[Collection(MeasuredTests.Name)]
public sealed class SilenceTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(500);

    [Fact]
    public async Task No_first_byte_in_time_is_504()
    {
        await using var provider = RawProvider.Start(call => call.ClosedAsync());
        var router = new ScriptedRouter(provider.Url) { FirstByteTimeout = Limit };
        await using var host = await RelayHost.StartAsync(router);
        var clock = Stopwatch.StartNew();

        using var answer = await host.Client.PostAsync(RelayTests.Chat, RelayTests.Json(RelayTests.ChatBody));

        Assert.Equal(HttpStatusCode.GatewayTimeout, answer.StatusCode);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0.48, 2.5);
        Assert.Equal(OutcomeClass.Failing, (await router.EndAsync()).Outcome);
    }

    [Fact]
    public async Task A_stream_that_is_silent_from_its_start_is_504_after_the_first_byte_timeout()
    {
        await using var provider = RawProvider.Start(async call =>
        {
            await call.WriteAsync(RawProvider.StreamHead);
            await call.ClosedAsync();
        });
        var router = new ScriptedRouter(provider.Url) { FirstByteTimeout = Limit };
        await using var host = await RelayHost.StartAsync(router);

        using var answer = await host.Client.PostAsync(RelayTests.Chat, RelayTests.Json(RelayTests.ChatBody));

        Assert.Equal(HttpStatusCode.GatewayTimeout, answer.StatusCode);
        Assert.Equal(OutcomeClass.Failing, (await router.EndAsync()).Outcome);
    }

    [Fact]
    public async Task A_stream_that_falls_silent_is_cut_after_the_idle_timeout()
    {
        await using var provider = RawProvider.Start(async call =>
        {
            await call.WriteAsync(RawProvider.StreamHead);
            await call.WriteChunkAsync("data: one\n\n");
            await call.ClosedAsync();
        });
        var router = new ScriptedRouter(provider.Url) { IdleTimeout = Limit };
        await using var host = await RelayHost.StartAsync(router);
        var clock = Stopwatch.StartNew();

        var answer = await RawCaller.SendAsync(host.Url, RawCaller.Post(RelayTests.Chat));

        Assert.Contains("upstream_timeout", answer, StringComparison.Ordinal);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0.48, 1.7);
        Assert.Equal(OutcomeClass.BrokenStream, (await router.EndAsync()).Outcome);
    }
}
