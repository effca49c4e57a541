using System.Net;
using System.Net.WebSockets;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Providers.Codecs;
using MultiplexCluster.Providers.Relay;
using Xunit;

namespace MultiplexCluster.Host.Tests.DataPlane.Sessions;

/// <summary>WebSocket sessions: OpenAI Realtime and Gemini Live.</summary>
public sealed class SessionTests
{
    private const string Realtime = "/openai/v1/realtime?model=gpt-realtime&key=secret";
    private const string Done = """{"type":"response.done","response":{"usage":{"total_tokens":30,"input_tokens":10,"output_tokens":20}}}""";

    [Fact]
    public async Task A_session_passes_both_ways_and_its_tokens_are_counted()
    {
        await using var provider = await SocketProvider.StartAsync(async (socket, _) =>
        {
            while (await socket.HearAsync() is var heard && !heard.StartsWith("closed", StringComparison.Ordinal))
            {
                await socket.SayAsync(heard);
                await socket.SayAsync(Done);
            }

            await socket.CloseNowAsync();
        });
        var router = new ScriptedRouter(provider.Url + "/v1") { IsProbe = true };
        await using var host = await StartAsync(router);
        using var caller = await OpenAsync(host, Realtime, "realtime", "openai-insecure-api-key.secret");
        var big = new string('b', 1_000_000);

        await caller.SayAsync("hello");
        Assert.Equal("hello", await caller.HearAsync());
        Assert.Equal(Done, await caller.HearAsync());
        await caller.SayAsync(big);
        Assert.Equal(big, await caller.HearAsync());
        Assert.Equal(Done, await caller.HearAsync());
        await caller.CloseNowAsync();
        Assert.Equal("closed 1000 bye", await caller.HearAsync());

        var end = await router.EndAsync();
        Assert.Equal((OutcomeClass.Success, 60L), (end.Outcome, end.Usage.Total));
        Assert.Equal([OutcomeClass.Success], router.Verdicts);
        var (target, headers) = Assert.Single(provider.Handshakes);
        Assert.Equal("/v1/realtime?model=gpt-realtime", target);
        Assert.Equal("Bearer sk-canary-secret-1234", headers["Authorization"]);
        Assert.Equal("realtime", headers["Sec-WebSocket-Protocol"]);
        Assert.False(headers.ContainsKey("Sec-WebSocket-Extensions"));
        Assert.Equal("realtime", caller.SubProtocol);
        Assert.Equal("gpt-realtime", Assert.Single(router.Executed).Model);
    }

    [Fact]
    public async Task Gemini_Live_passes_with_its_own_key()
    {
        await using var provider = await SocketProvider.StartAsync(async (socket, _) =>
        {
            await socket.HearAsync();
            await socket.SayAsync("""{"serverContent":{"turnComplete":true},"usageMetadata":{"promptTokenCount":3,"responseTokenCount":4,"totalTokenCount":7}}""", WebSocketMessageType.Binary);
            await socket.CloseNowAsync();
            await socket.HearAsync();
        });
        var router = new ScriptedRouter(provider.Url);
        await using var host = await StartAsync(router);
        using var caller = await OpenAsync(host, "/gemini/ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent?key=theirs");

        await caller.SayAsync("""{"setup":{"model":"models/gemini-live"}}""");
        Assert.Contains("turnComplete", await caller.HearAsync(), StringComparison.Ordinal);
        Assert.Equal("closed 1000 bye", await caller.HearAsync());
        await caller.CloseNowAsync();

        Assert.Equal((OutcomeClass.Success, new TokenUsage(3, 0, 4, 7)), ((await router.EndAsync()).Outcome, (await router.EndAsync()).Usage));
        var (target, headers) = Assert.Single(provider.Handshakes);
        Assert.Equal(("/ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent", "sk-canary-secret-1234"), (target, headers["x-goog-api-key"]));
    }

    [Theory]
    [InlineData("call_id=rtc_1", "the-maker")]
    [InlineData("call_id=rtc_2", null)]
    [InlineData("model=gpt-realtime", null)]
    public async Task A_session_about_a_call_goes_to_the_account_that_has_it(string query, string? maker)
    {
        await using var provider = await SocketProvider.StartAsync(async (socket, _) => await socket.CloseNowAsync());
        var router = new ScriptedRouter(provider.Url);
        await using var host = await RelayHost.StartAsync(router, codecs: ProviderCodecs.All, book: new OneCall());
        using var caller = await OpenAsync(host, $"/openai/v1/realtime?{query}");

        Assert.Equal("closed 1000 bye", await caller.HearAsync());

        Assert.Equal(maker, Assert.Single(router.Executed).Affinity?.Value);
    }

    [Fact]
    public async Task A_provider_that_breaks_off_is_told_to_the_caller()
    {
        await using var provider = await SocketProvider.StartAsync(async (socket, context) =>
        {
            await socket.SayAsync(Done);
            await socket.HearAsync();
            context.Abort();
        });
        var router = new ScriptedRouter(provider.Url);
        await using var host = await StartAsync(router);
        using var caller = await OpenAsync(host, Realtime);

        Assert.Equal(Done, await caller.HearAsync());
        await caller.SayAsync("go");

        Assert.Equal("closed 1011 the provider broke off", await caller.HearAsync());
        Assert.Equal((OutcomeClass.BrokenStream, 30L), ((await router.EndAsync()).Outcome, (await router.EndAsync()).Usage.Total));
    }

    [Fact]
    public async Task A_caller_who_vanishes_ends_the_session_at_the_provider()
    {
        var heard = new TaskCompletionSource<string>();
        await using var provider = await SocketProvider.StartAsync(async (socket, _) =>
        {
            await socket.SayAsync(Done);
            heard.SetResult(await socket.HearAsync());
        });
        var router = new ScriptedRouter(provider.Url);
        await using var host = await StartAsync(router);
        using (var caller = await OpenAsync(host, Realtime))
        {
            Assert.Equal(Done, await caller.HearAsync());
            caller.Abort();
        }

        Assert.Equal("gone", await heard.Task.WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.Equal((OutcomeClass.Cancelled, 30L), ((await router.EndAsync()).Outcome, (await router.EndAsync()).Usage.Total));
    }

    [Fact]
    public async Task A_node_that_stops_closes_both_sides_cleanly()
    {
        var heard = new TaskCompletionSource<string>();
        await using var provider = await SocketProvider.StartAsync(async (socket, _) =>
        {
            await socket.SayAsync(Done);
            heard.SetResult(await socket.HearAsync());
            await socket.CloseNowAsync(1001, "bye");
        });
        var router = new ScriptedRouter(provider.Url);
        await using var host = await StartAsync(router);
        using var caller = await OpenAsync(host, Realtime);
        Assert.Equal(Done, await caller.HearAsync());

        host.EndSessions();

        Assert.Equal("closed 1001 the service is shutting down", await caller.HearAsync());
        await caller.CloseNowAsync(1001);
        Assert.Equal("closed 1001 the service is shutting down", await heard.Task.WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.Equal((OutcomeClass.Success, 30L), ((await router.EndAsync()).Outcome, (await router.EndAsync()).Usage.Total));
    }

    [Fact]
    public async Task A_lost_permit_ends_the_session_on_both_sides()
    {
        using var lost = new CancellationTokenSource();
        var heard = new TaskCompletionSource<string>();
        await using var provider = await SocketProvider.StartAsync(async (socket, _) =>
        {
            await socket.SayAsync(Done);
            heard.SetResult(await socket.HearAsync());
        });
        var router = new ScriptedRouter(provider.Url) { PermitLost = lost.Token };
        await using var host = await StartAsync(router);
        using var caller = await OpenAsync(host, Realtime);
        Assert.Equal(Done, await caller.HearAsync());

        await lost.CancelAsync();

        Assert.Equal("closed 1013 the service had to give the call up", await caller.HearAsync());
        Assert.Equal("gone", await heard.Task.WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.Equal(OutcomeClass.PermitLost, (await router.EndAsync()).Outcome);
    }

    [Fact]
    public async Task Silence_on_both_sides_ends_the_session_without_blame()
    {
        await using var provider = await SocketProvider.StartAsync(async (socket, _) => await socket.HearAsync());
        var router = new ScriptedRouter(provider.Url) { IdleTimeout = TimeSpan.FromMilliseconds(300) };
        await using var host = await StartAsync(router);
        using var caller = await OpenAsync(host, Realtime);

        Assert.Equal("closed 1001 nothing was said for too long", await caller.HearAsync());
        Assert.Equal(OutcomeClass.Success, (await router.EndAsync()).Outcome);
    }

    [Fact]
    public async Task An_error_that_the_provider_closes_with_reaches_the_caller_and_the_endpoint()
    {
        await using var provider = await SocketProvider.StartAsync(async (socket, _) =>
        {
            await socket.CloseNowAsync(1011, "You exceeded your current quota");
            await socket.HearAsync();
        });
        var router = new ScriptedRouter(provider.Url);
        await using var host = await StartAsync(router);
        using var caller = await OpenAsync(host, Realtime);

        Assert.Equal("closed 1011 You exceeded your current quota", await caller.HearAsync());
        await caller.CloseNowAsync(1011);
        Assert.Equal(OutcomeClass.RateLimited, (await router.EndAsync()).Outcome);
    }

    [Fact]
    public async Task A_refused_handshake_is_tried_elsewhere_and_then_passed_on_as_it_came()
    {
        await using var first = RawProvider.Answering("HTTP/1.1 503 Busy\r\nContent-Length: 2\r\n\r\n{}");
        await using var second = RawProvider.Answering("HTTP/1.1 429 Slow\r\nContent-Type: application/json\r\nContent-Length: 16\r\n\r\n{\"error\":\"slow\"}");
        await using var host = await StartAsync(new ScriptedRouter(first.Url, second.Url));

        var answer = await RawCaller.SendAsync(host.Url, Handshake(Realtime));

        Assert.StartsWith("HTTP/1.1 429", answer, StringComparison.Ordinal);
        Assert.EndsWith("{\"error\":\"slow\"}", answer, StringComparison.Ordinal);
        Assert.Contains("X-Multiplex-Attempts: 2", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")]
    [InlineData("HTTP/1.1 101 Switching\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: AAAAAAAAAAAAAAAAAAAAAAAAAAA=\r\n\r\n")]
    public async Task A_provider_that_does_not_accept_the_handshake_is_an_upstream_error(string reply)
    {
        await using var provider = RawProvider.Answering(reply);
        await using var host = await StartAsync(new ScriptedRouter(provider.Url));

        var answer = await RawCaller.SendAsync(host.Url, Handshake(Realtime));

        Assert.StartsWith("HTTP/1.1 502", answer, StringComparison.Ordinal);
        Assert.Contains("upstream_error", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Connection: close\r\n")]
    [InlineData("Connection: Upgrade, close\r\nUpgrade: h2c\r\n")]
    [InlineData("Connection: Upgrade, close\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 8\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n")]
    [InlineData("Connection: Upgrade, close\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: short\r\n")]
    public async Task What_is_no_handshake_is_400_and_goes_nowhere(string headers)
    {
        var router = new ScriptedRouter("http://127.0.0.1:1");
        await using var host = await StartAsync(router);

        var answer = await RawCaller.SendAsync(host.Url, $"GET {Realtime} HTTP/1.1\r\nHost: multiplex\r\n{headers}\r\n");

        Assert.StartsWith("HTTP/1.1 400", answer, StringComparison.Ordinal);
        Assert.Contains("Upgrade: websocket", answer, StringComparison.Ordinal);
        Assert.Empty(router.Executed);
    }

    private static string Handshake(string target) =>
        $"GET {target} HTTP/1.1\r\nHost: multiplex\r\nConnection: Upgrade, close\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

    private static Task<RelayHost> StartAsync(ScriptedRouter router) => RelayHost.StartAsync(router, codecs: ProviderCodecs.All);

    private static async Task<ClientWebSocket> OpenAsync(RelayHost host, string target, params string[] protocols)
    {
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", "Bearer theirs");
        foreach (var protocol in protocols)
        {
            socket.Options.AddSubProtocol(protocol);
        }

        await socket.ConnectAsync(new Uri(host.Url.ToString().Replace("http", "ws", StringComparison.Ordinal).TrimEnd('/') + target), CancellationToken.None);
        return socket;
    }

    private sealed class OneCall : IObjectBook
    {
        public ValueTask<EndpointId?> FindAsync(ProviderKind provider, string id, CancellationToken cancel) =>
            ValueTask.FromResult<EndpointId?>(id == "rtc_1" ? EndpointId.Parse("the-maker") : null);

        public void Note(ProviderKind provider, string id, EndpointId endpoint)
        {
        }

        public void NoteUnbooked(ProviderKind provider, string id)
        {
        }

        public ValueTask<bool> TakeUsageAsync(ProviderKind provider, string id) => ValueTask.FromResult(false);
    }
}
