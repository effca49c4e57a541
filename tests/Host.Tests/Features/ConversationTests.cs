using System.Collections.Concurrent;
using MultiplexCluster.FakeProviders;
using MultiplexCluster.FakeProviders.Scripting;
using MultiplexCluster.Host.Tests.Service;
using Xunit;
using Xunit.Abstractions;

namespace MultiplexCluster.Host.Tests.Features;

/// <summary>Calls of one conversation prefer one endpoint, so that its provider's prompt cache is of use.</summary>
[Collection(SharedServices.Failing)]
public sealed class ConversationTests(RunningService service, ITestOutputHelper output) : FeatureTest(service, output)
{
    [Fact]
    public async Task Twenty_conversations_of_ten_calls_each_stay_where_they_are_and_none_is_overloaded()
    {
        var pool = NewPool(ProviderDialect.OpenAi);
        var endpoints = new List<TestEndpoint>();
        for (var i = 0; i < 4; i++)
        {
            endpoints.Add(await pool.AddAsync(new { max_concurrent_requests = 10 }));
            endpoints[^1].AtProvider.Always(Step.Ok().WithLatency(TimeSpan.FromMilliseconds(30)));
        }

        var served = new ConcurrentBag<(int Session, string Endpoint)>();
        await Task.WhenAll(Enumerable.Range(0, 20).Select(async session =>
        {
            for (var call = 0; call < 10; call++)
            {
                served.Add((session, (await pool.MustServeAsync(("X-Multiplex-Session", $"talk-{pool.Label}-{session}"))).Endpoint!));
            }
        }));

        var together = served.GroupBy(s => s.Session).Sum(s => s.CountBy(c => c.Endpoint).Max(e => e.Value));
        Assert.True(together >= 190, $"{together} of 200 calls were served where most of their conversation was");

        // Of twenty at once a quarter each and a quarter of that more, or three quarters of the slots.
        Assert.All(endpoints, endpoint => Assert.InRange(endpoint.AtProvider.MaxInFlight, 0, 8));
        Assert.All(endpoints, endpoint => Assert.InRange(endpoint.AtProvider.Count, 10, 80));
    }

    [Fact]
    public async Task OpenAIs_cache_key_is_a_conversation_on_both_surfaces()
    {
        var pool = NewPool(ProviderDialect.OpenAi);
        await AddAsync(pool, 4);
        var body = $$"""{"model":"{{pool.Wire.Model}}","prompt_cache_key":"key-{{pool.Label}}","messages":[{"role":"user","content":"Hi"}]}""";

        var replies = new List<Reply>();
        for (var i = 0; i < 6; i++)
        {
            replies.Add(await pool.SendAsync(pool.Post("/chat/completions", body)));
            var unified = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions") { Content = new StringContent(body, null, "application/json") };
            unified.Headers.Add("X-Multiplex-Pool", pool.Label);
            replies.Add(await pool.SendAsync(unified));
        }

        Assert.All(replies, reply => Assert.Equal(200, reply.Status));
        Assert.Single(replies.Select(reply => reply.Endpoint).Distinct());
    }

    [Fact]
    public async Task Claudes_first_cache_marker_is_a_conversation_whatever_follows_it()
    {
        var pool = NewPool(ProviderDialect.Anthropic);
        await AddAsync(pool, 4);

        var replies = new List<Reply>();
        for (var i = 0; i < 8; i++)
        {
            replies.Add(await pool.SendAsync(pool.Post(
                "/v1/messages",
                $$$"""{"model":"c","max_tokens":9,"system":[{"type":"text","text":"Long {{{pool.Label}}}","cache_control":{"type":"ephemeral"}}],"messages":[{"role":"user","content":"{{{i}}}"}]}""")));
        }

        Assert.All(replies, reply => Assert.Equal(200, reply.Status));
        Assert.Single(replies.Select(reply => reply.Endpoint).Distinct());
    }

    [Fact]
    public async Task A_conversation_leaves_an_endpoint_that_stops_and_stays_where_it_went()
    {
        var pool = NewPool(ProviderDialect.OpenAi);
        var endpoints = await AddAsync(pool, 3);
        var session = ("X-Multiplex-Session", $"s-{pool.Label}");
        var first = (await pool.MustServeAsync(session)).Endpoint;

        await endpoints.Single(e => e.Id == first).PostAsync("disable");
        var second = (await pool.MustServeAsync(session)).Endpoint;
        await endpoints.Single(e => e.Id == first).PostAsync("enable");
        var third = (await pool.MustServeAsync(session)).Endpoint;

        Assert.NotEqual(first, second);
        Assert.Equal(second, third);
    }

    [Fact]
    public async Task A_pin_a_tier_and_a_model_come_before_the_conversation()
    {
        var pool = NewPool(ProviderDialect.OpenAi);
        var high = await pool.AddAsync(new { tier = "high" });
        var medium = await pool.AddAsync();
        var other = await pool.AddAsync(new { models = new[] { "tiny" } });
        var session = ("X-Multiplex-Session", $"s-{pool.Label}");

        Assert.Equal(high.Id, (await pool.MustServeAsync(session, ("X-Multiplex-Priority", "high"))).Endpoint);
        Assert.Equal(medium.Id, (await pool.MustServeAsync(session)).Endpoint);
        Assert.Equal(other.Id, (await pool.PinnedAsync(other.Id, session)).Endpoint);
        Assert.Equal(medium.Id, (await pool.MustServeAsync(session)).Endpoint);
    }

    private static async Task<List<TestEndpoint>> AddAsync(TestPool pool, int count)
    {
        var endpoints = new List<TestEndpoint>();
        for (var i = 0; i < count; i++)
        {
            endpoints.Add(await pool.AddAsync());
        }

        return endpoints;
    }
}
