using System.Net;
using System.Net.Sockets;
using MultiplexCluster.FakeProviders;
using MultiplexCluster.FakeProviders.Counting;
using MultiplexCluster.FakeProviders.Scripting;
using MultiplexCluster.Host.Tests.Service;
using Xunit;
using Xunit.Abstractions;

namespace MultiplexCluster.Host.Tests.Features;

/// <summary>Providers that don't answer, break off, or aren't there.</summary>
[Collection(SharedServices.Failing)]
public sealed class TimeoutTests(RunningService service, ITestOutputHelper output) : FeatureTest(service, output)
{
    [Fact]
    public Task Silence_before_the_first_byte_is_tried_again() => EveryProvider.AtOnceAsync(async dialect =>
    {
        var pool = NewPool(dialect);
        var endpoint = await pool.AddAsync(new { first_byte_timeout = 0.3, initial_retry_delay = 0.01 });
        endpoint.AtProvider.Then(Step.Silent());

        var reply = await pool.MustServeAsync();

        Assert.Equal(2, reply.Attempts);
        Assert.Equal(CallEnding.ClientLeft, await endpoint.AtProvider.Calls[0].Ended);
    });

    [Fact]
    public Task Silence_on_every_attempt_is_an_upstream_timeout() => EveryProvider.AtOnceAsync(async dialect =>
    {
        var pool = NewPool(dialect);
        var endpoint = await pool.AddAsync(new { first_byte_timeout = 0.2, initial_retry_delay = 0.01, max_retries = 1 });
        endpoint.AtProvider.Always(Step.Silent());

        var reply = await pool.CallAsync();

        Assert.Equal((504, "upstream_timeout", 2), (reply.Status, reply.Code(pool.Wire), reply.Attempts));
        Assert.Equal("false", reply["x-should-retry"]);
        Assert.Equal((1, 0, 1, 0, 0), (await endpoint.CountsAsync()).Outcomes);
    });

    [Fact]
    public Task A_stream_that_falls_silent_ends_as_an_error_and_broken() => EveryProvider.AtOnceAsync(async dialect =>
    {
        var pool = NewPool(dialect);
        var endpoint = await pool.AddAsync(new { idle_timeout = 0.3 });
        endpoint.AtProvider.Then(Step.Ok().WithEvents(1000).WithEventDelay(TimeSpan.FromSeconds(1)));

        var reply = await pool.StreamAsync();

        AssertBroken(pool, reply, "upstream_timeout");
        Assert.Equal(1, endpoint.AtProvider.Count);
        Assert.Equal(CallEnding.ClientLeft, await endpoint.AtProvider.Calls[0].Ended);
        await Eventually.GetAsync(endpoint.CountsAsync, c => c.Outcomes == (1, 0, 1, 0, 0));
    });

    [Theory, EveryProvider]
    public async Task A_stream_that_is_cut_ends_as_an_error_and_broken(ProviderDialect dialect)
    {
        var pool = NewPool(dialect);
        var endpoint = await pool.AddAsync();
        endpoint.AtProvider.Then(Step.CutAfterEvents(3, reset: true));

        var reply = await pool.StreamAsync();

        AssertBroken(pool, reply, "upstream_error");
        Assert.Equal(1, endpoint.AtProvider.Count);
        await Eventually.GetAsync(endpoint.CountsAsync, c => c.Outcomes == (1, 0, 1, 0, 0));
    }

    [Theory, EveryProvider]
    public async Task A_stream_without_its_terminal_event_ends_as_an_error_and_broken(ProviderDialect dialect)
    {
        var pool = NewPool(dialect);
        var endpoint = await pool.AddAsync();
        endpoint.AtProvider.Then(Step.Ok().WithoutTerminal());

        AssertBroken(pool, await pool.StreamAsync(), "upstream_error");
        await Eventually.GetAsync(endpoint.CountsAsync, c => c.Outcomes == (1, 0, 1, 0, 0));
    }

    [Theory, EveryProvider]
    public async Task An_answer_cut_before_its_first_byte_is_asked_for_again(ProviderDialect dialect)
    {
        var pool = NewPool(dialect);
        var endpoint = await pool.AddAsync(new { initial_retry_delay = 0.01 });
        endpoint.AtProvider.Then(Step.CutBeforeHeaders(reset: true)).Then(Step.CutAfterHeaders()).Then(Step.CutAfterBytes(20));

        Assert.Equal(4, (await pool.MustServeAsync()).Attempts);
    }

    [Theory, EveryProvider]
    public async Task A_provider_that_is_down_is_an_upstream_error(ProviderDialect dialect)
    {
        var pool = NewPool(dialect);
        using var closed = new Socket(SocketType.Stream, ProtocolType.Tcp);
        closed.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var down = await pool.AddAsync(new
        {
            base_url = $"http://127.0.0.1:{((IPEndPoint)closed.LocalEndPoint!).Port}",
            max_retries = 1,
            initial_retry_delay = 0.01,
        });

        var reply = await pool.CallAsync();
        var up = await pool.AddAsync();
        var served = await pool.MustServeAsync();

        Assert.Equal((502, "upstream_error", 2), (reply.Status, reply.Code(pool.Wire), reply.Attempts));
        Assert.Equal(up.Id, served.Endpoint);
        Assert.Equal(1, (await down.CountsAsync()).Failed);
    }

    [Theory, EveryProvider]
    public async Task A_redirect_is_not_followed(ProviderDialect dialect)
    {
        var pool = NewPool(dialect);
        var endpoint = await pool.AddAsync(new { max_retries = 0 });
        endpoint.AtProvider.Then(Step.Redirect($"{Fake.BaseUrl(dialect)}/elsewhere"));

        var reply = await pool.CallAsync();

        Assert.Equal((502, "upstream_error", 1), (reply.Status, reply.Code(pool.Wire), endpoint.AtProvider.Count));
    }

    private static void AssertBroken(TestPool pool, Reply reply, string code)
    {
        Assert.Equal((200, false), (reply.Status, reply.EndedWell));
        var last = reply.Text.TrimEnd().Split('\n')[^1];
        Assert.StartsWith("data: ", last, StringComparison.Ordinal);
        var error = reply with { Bytes = System.Text.Encoding.UTF8.GetBytes(last["data: ".Length..]) };
        Assert.Equal(code, error.Code(pool.Wire));
    }
}
