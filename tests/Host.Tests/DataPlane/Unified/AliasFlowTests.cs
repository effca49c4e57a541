using System.Text.Json;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Host.Tests.Admin;
using MultiplexCluster.Providers.Calls;
using MultiplexCluster.Providers.Codecs;
using MultiplexCluster.Providers.Relay;
using Xunit;

namespace MultiplexCluster.Host.Tests.DataPlane.Unified;

/// <summary>What becomes of a request by alias when its models refuse it one after another, or break.</summary>
public sealed class AliasFlowTests
{
    private static readonly ServiceError Full = new(ServiceErrorCode.QueueFull, "first is full", TimeSpan.FromSeconds(3));
    private static readonly ServiceError Off = new(ServiceErrorCode.NoEndpointAvailable, "nobody is there");
    private static readonly ServiceError NotIts = new(ServiceErrorCode.InvalidRequest, "not its provider's");

    [Fact]
    public async Task What_does_not_apply_to_a_later_target_does_not_hide_an_earlier_ones_refusal()
    {
        var router = new RefusingRouter(NotIts, Full, NotIts);
        await using var host = await StartAsync(router);

        var (status, code, log) = await CallAsync(host);

        Assert.Equal((429, "queue_full", 3), (status, code, router.Asked));
        Assert.Contains(" anthropic ", log, StringComparison.Ordinal);
        Assert.Contains("rejected with 429 from first, attempts: 1, queued: 10 ms", log, StringComparison.Ordinal);
        Assert.Equal(0, host.BodyMemoryTaken);
    }

    [Fact]
    public async Task Of_several_refusals_the_last_that_applies_is_the_answer_and_of_none_the_last()
    {
        await using var two = await StartAsync(new RefusingRouter(Full, Off, NotIts));
        await using var none = await StartAsync(new RefusingRouter(NotIts, NotIts, NotIts));

        Assert.Equal((503, "no_endpoint_available"), await CallAsync(two) is var (status, code, _) ? (status, code) : default);
        Assert.Equal((400, "invalid_request"), await CallAsync(none) is var (last, why, _) ? (last, why) : default);
    }

    [Fact]
    public async Task When_a_later_target_breaks_the_log_tells_of_that_one()
    {
        await using var host = await StartAsync(new RefusingRouter(Full));

        var (status, code, log) = await CallAsync(host);

        Assert.Equal((500, "internal_error"), (status, code));
        Assert.Contains(" anthropic ", log, StringComparison.Ordinal);
        Assert.Contains("failed with 500", log, StringComparison.Ordinal);
        Assert.Equal(0, host.BodyMemoryTaken);
    }

    [Fact]
    public async Task Each_target_but_the_last_gets_the_aliass_wait_and_none_loses_the_callers_own()
    {
        var router = new RefusingRouter(Full, Full, Full);
        await using var host = await StartAsync(router);

        await CallAsync(host, ("X-Multiplex-Timeout", "60"));

        Assert.Equal([TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2), null], router.Requests.Select(r => r.WaitHere));
        Assert.All(router.Requests, r => Assert.Equal(TimeSpan.FromSeconds(60), r.WaitLimit));
        Assert.Equal([0, 10, 20], router.Requests.Select(r => (int)r.WaitedBefore.TotalMilliseconds));
    }

    private static async Task<RelayHost> StartAsync(IRequestRouter router)
    {
        var aliases = new FakeAliasAdministration();
        await aliases.StoreAsync(
            new Alias("fast", ["openai/gpt-4o", "anthropic/claude-x", "groq/llama"], TimeSpan.FromSeconds(2), DateTimeOffset.UnixEpoch), CancellationToken.None);
        return await RelayHost.StartAsync(router, codecs: ProviderCodecs.All, aliases: aliases);
    }

    private static async Task<(int Status, string? Code, string Log)> CallAsync(RelayHost host, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions")
        {
            Content = RelayTests.Json("""{"model":"fast","messages":[{"role":"user","content":"Hi"}]}"""),
        };
        Array.ForEach(headers, header => request.Headers.Add(header.Name, header.Value));
        using var answer = await host.Client.SendAsync(request);
        var code = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("error").GetProperty("code").GetString();
        for (var i = 0; i < 500 && host.Log.Lines.All(line => line.Id != 1000); i++)
        {
            await Task.Delay(10);
        }

        return ((int)answer.StatusCode, code, host.Log.Lines.Single(line => line.Id == 1000).Text);
    }

    /// <summary>Refuses one request after another, where it applies after ten milliseconds and one call, and breaks when it has no refusal left.</summary>
    private sealed class RefusingRouter(params ServiceError[] refusals) : IRequestRouter
    {
        internal List<ProviderRequest> Requests { get; } = [];

        internal int Asked => Requests.Count;

        public void Execute(ProviderRequest request)
        {
            Requests.Add(request);
            var refusal = refusals[Requests.Count - 1];
            var calls = refusal.Code is ServiceErrorCode.InvalidRequest ? 0 : 1;
            request.Finish(FinalAnswer.Refused(
                refusal, EndpointId.Parse("first"), request.AttemptsBefore + calls, (long)request.WaitedBefore.TotalMilliseconds + (10 * calls)));
        }

        public void CallerLeft(ProviderRequest request) => request.Finish(FinalAnswer.Delivered(default, 0, 0));
    }
}
