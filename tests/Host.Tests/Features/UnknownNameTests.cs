using System.Text.Json;
using System.Text.Json.Nodes;
using MultiplexCluster.FakeProviders;
using MultiplexCluster.Host.Tests.Service;
using Xunit;
using Xunit.Abstractions;

namespace MultiplexCluster.Host.Tests.Features;

/// <summary>Strategies, pools, priorities, tiers and aliases that don't exist: refused on every surface, with those that do.</summary>
[Collection(SharedServices.Failing)]
public sealed class UnknownNameTests(RunningService service, ITestOutputHelper output) : FeatureTest(service, output)
{
    private const string Strategies = "least_loaded, weighted, round_robin, power_of_two or lowest_latency";
    private const string Priorities = "high, medium or low";

    [Theory, EveryProvider]
    public async Task A_header_of_a_providers_surface_is_refused_with_what_there_is(ProviderDialect dialect)
    {
        var pool = NewPool(dialect);
        var endpoint = await pool.AddAsync();

        foreach (var (name, value, there) in Wrong())
        {
            foreach (var stream in new[] { false, true })
            {
                MustRefuse(await pool.SendAsync(pool.Request(stream: stream, headers: (name, value))), pool.Wire, there);
            }
        }

        Assert.Equal(0, endpoint.AtProvider.Count);
    }

    [Theory]
    [InlineData("/v1/chat/completions", """{"model":"openai/gpt-4o","messages":[{"role":"user","content":"Hi"}]}""")]
    [InlineData("/v1/chat/completions", """{"model":"claude-sonnet-4-5","messages":[{"role":"user","content":"Hi"}],"stream":true}""")]
    [InlineData("/v1/embeddings", """{"model":"gemini/e","input":"Hi"}""")]
    [InlineData("/v1/responses", """{"model":"groq/m","input":"Hi"}""")]
    [InlineData("/v1/models", null)]
    [InlineData("/v1/models/gpt-4o", null)]
    public async Task A_header_of_the_unified_surface_is_refused_with_what_there_is(string path, string? body)
    {
        var pool = NewPool(ProviderDialect.OpenAi);
        var endpoint = await pool.AddAsync();

        foreach (var (name, value, there) in Wrong())
        {
            MustRefuse(await UnifiedAsync(pool, path, body, (name, value)), pool.Wire, there);
        }

        Assert.Equal(0, endpoint.AtProvider.Count);
    }

    // Defect: the error didn't say which aliases there are.
    [Theory]
    [InlineData("/v1/chat/completions", "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]")]
    [InlineData("/v1/embeddings", "\"input\":\"Hi\"")]
    [InlineData("/v1/responses", "\"input\":\"Hi\"")]
    public async Task An_alias_that_does_not_exist_is_refused_with_those_that_do(string path, string rest)
    {
        var pool = NewPool(ProviderDialect.OpenAi);
        await pool.AddAsync();
        Assert.Contains((await PutAsync("quick", "groq/m")).Status, new[] { 200, 201 });

        var refused = await UnifiedAsync(pool, path, $$"""{"model":"quikc",{{rest}}}""", ("X-Multiplex-Pool", pool.Label));

        MustRefuse(refused, pool.Wire, "quick");
        Assert.Contains("openai/…, anthropic/…, gemini/… or groq/…", Message(refused), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Aliases_that_loop_or_name_nothing_are_refused_when_set_and_change_nothing()
    {
        Assert.Contains((await PutAsync("loop-a", "groq/m")).Status, new[] { 200, 201 });
        Assert.Contains((await PutAsync("loop-b", "loop-a", "openai/m")).Status, new[] { 200, 201 });

        var loops = new[] { await PutAsync("loop-a", "loop-b"), await PutAsync("loop-a", "openai/m", "loop-a"), await PutAsync("loop-c", "loop-c") };
        var nothing = new[] { await PutAsync("loop-a", "nobody"), await PutAsync("loop-a", "cohere/m"), await PutAsync("loop-a", "groq/") };

        Assert.All(loops.Concat(nothing), answer => Assert.Equal((400, "targets"), (answer.Status, Assert.Single(answer.ErrorFields))));
        Assert.Contains("leads back to 'loop-a'", loops[0].Text.Replace("\\u0027", "'", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.All(nothing, answer => Assert.All(["openai", "anthropic", "gemini", "groq"], one => Assert.Contains(one, answer.Text, StringComparison.Ordinal)));
        Assert.Equal("groq/m", (await Service.Admin.GetAsync("/aliases/loop-a")).GetProperty("targets")[0].GetString());
    }

    [Theory]
    [InlineData("tier", "\"urgent\"", "one of high, medium, low")]
    [InlineData("requests_per_minute", "0", "from 1 to 1,000,000,000")]
    [InlineData("requests_per_minute", "-60", "from 1 to 1,000,000,000")]
    [InlineData("tokens_per_minute", "0", "from 1 to 1,000,000,000")]
    [InlineData("tokens_per_minute", "-1", "from 1 to 1,000,000,000")]
    [InlineData("max_concurrent_requests", "0", "from 1 to 10,000")]
    [InlineData("max_concurrent_requests", "-1", "from 1 to 10,000")]
    [InlineData("weight", "0", "from 1 to 1,000")]
    [InlineData("queue_timeout", "0", "above 0")]
    public async Task A_tier_that_does_not_exist_and_limits_of_zero_and_below_are_refused_when_set(string field, string value, string allowed)
    {
        var pool = NewPool(ProviderDialect.Groq);
        var endpoint = await pool.AddAsync();
        var another = pool.Body(endpoint, new { endpoint_id = "another" });
        (another["endpoint_id"], another[field]) = ("another", JsonNode.Parse(value));

        var created = await Service.Admin.SendAsync("POST", "/endpoints", another);
        var changed = await Service.Admin.SendAsync("PATCH", $"/endpoints/{endpoint.Id}", new JsonObject { [field] = JsonNode.Parse(value) });

        foreach (var answer in new[] { created, changed })
        {
            Assert.Equal((400, field), (answer.Status, Assert.Single(answer.ErrorFields)));
            Assert.Contains(allowed, answer["errors"].GetProperty(field).GetString(), StringComparison.Ordinal);
        }

        Assert.Equal(404, (await Service.Admin.SendAsync("GET", "/endpoints/another")).Status);
        Assert.Equal(200, (await pool.CallAsync()).Status);
    }

    private static IEnumerable<(string Name, string Value, string There)> Wrong() =>
    [
        ("X-Multiplex-Strategy", "fastest", Strategies),
        ("X-Multiplex-Strategy", "", Strategies),
        ("X-Multiplex-Strategy", "least loaded", Strategies),
        ("X-Multiplex-Priority", "urgent", Priorities),
        ("X-Multiplex-Priority", "1", Priorities),
        ("X-Multiplex-Pool", "nowhere", "there are "),
    ];

    private static void MustRefuse(Reply reply, Wire wire, string there)
    {
        Assert.True(reply.Status == 400, reply.ToString());
        Assert.Equal("invalid_request", reply.Code(wire));
        Assert.Contains(there, Message(reply), StringComparison.Ordinal);
        if (there.EndsWith("are ", StringComparison.Ordinal))
        {
            Assert.Matches("there are .*pool-[0-9]", Message(reply));
        }
    }

    private static string Message(Reply reply) => reply.Json.GetProperty("error").GetProperty("message").GetString()!;

    private Task<Admin.Answer> PutAsync(string name, params string[] targets) =>
        Service.Admin.SendAsync("PUT", $"/aliases/{name}", new JsonObject { ["targets"] = JsonSerializer.SerializeToNode(targets) });

    private static Task<Reply> UnifiedAsync(TestPool pool, string path, string? body, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(body is null ? HttpMethod.Get : HttpMethod.Post, path)
        {
            Content = body is null ? null : new StringContent(body, null, "application/json"),
        };
        Array.ForEach(headers, header => request.Headers.TryAddWithoutValidation(header.Name, header.Value));
        return pool.SendAsync(request);
    }
}
