using System.Text.Json;
using System.Text.Json.Nodes;
using MultiplexCluster.FakeProviders;
using MultiplexCluster.FakeProviders.Scripting;
using MultiplexCluster.Host.Tests.Service;
using Xunit;
using Xunit.Abstractions;

namespace MultiplexCluster.Host.Tests.Features;

/// <summary>What survives the end of the process.</summary>
public sealed class RestartTests(RunningService service, ITestOutputHelper output) : FeatureTest(service, output), IClassFixture<RunningService>
{
    private static readonly string[] Volatile = ["until", "current_requests", "queue_length"];

    [Fact]
    public async Task Settings_states_and_counters_survive_a_termination_and_a_start()
    {
        var served = new List<(TestPool Pool, TestEndpoint Endpoint)>();
        foreach (var dialect in Enum.GetValues<ProviderDialect>())
        {
            var pool = NewPool(dialect);
            served.Add((pool, await pool.AddAsync(new { weight = 3, models = new[] { "*" }, queue_timeout = 2.5 })));
            await pool.MustServeAsync();
            await pool.StreamAsync();
        }

        var states = await OneOfEachStateAsync(NewPool(ProviderDialect.Anthropic));
        var before = await ListAsync();

        Assert.Equal(0, await Service.TerminateAsync());
        await Service.RestartAsync();

        var after = await ListAsync();
        Assert.Equal(before.Keys.Order(StringComparer.Ordinal), after.Keys.Order(StringComparer.Ordinal));
        Assert.All(before, e => Assert.True(JsonNode.DeepEquals(e.Value, after[e.Key]), $"{e.Value}\n{after[e.Key]}"));
        foreach (var (state, endpoint) in states)
        {
            Assert.Equal(state, await endpoint.StateAsync());
        }

        foreach (var (pool, endpoint) in served)
        {
            Assert.Equal(endpoint.Id, (await pool.MustServeAsync()).Endpoint);
            Assert.Equal((3, 3, 0, 0, 0), (await endpoint.CountsAsync()).Outcomes);
            Assert.Equal(3, endpoint.AtProvider.Count);
        }
    }

    [Fact]
    public async Task What_an_operator_was_told_is_done_survives_a_kill()
    {
        var pool = NewPool(ProviderDialect.OpenAi);
        var (changed, deleted) = (await pool.AddAsync(), await pool.AddAsync());
        await deleted.DeleteAsync();
        await Eventually.GetAsync(() => Service.Admin.SendAsync("GET", $"/endpoints/{deleted.Id}"), a => a.Status == 404);
        await changed.PostAsync("rotate-key", new { api_key = changed.Key + "-2" });
        await changed.PatchAsync(new { max_concurrent_requests = 2 });

        Service.Kill();
        await Service.RestartAsync();

        Assert.Equal(2, (await changed.GetAsync()).GetProperty("max_concurrent_requests").GetInt32());
        Assert.Equal(404, (await Service.Admin.SendAsync("GET", $"/endpoints/{deleted.Id}")).Status);
        await pool.MustServeAsync();
        Assert.Equal(1, Fake.Key(changed.Key + "-2").Count);
    }

    [Fact]
    public async Task The_tokens_of_a_background_response_are_counted_once_over_a_termination_and_a_kill()
    {
        var pool = NewPool(ProviderDialect.OpenAi);
        var endpoint = await pool.AddAsync();
        var begun = await pool.SendAsync(pool.Post("/responses", """{"model":"m","input":"hi","background":true,"metadata":{"polls":"0"}}"""));
        var path = $"/responses/{begun.Json.GetProperty("id").GetString()}";
        Assert.Equal(0, await Service.TerminateAsync());
        await Service.RestartAsync();

        await pool.SendAsync(pool.Bare(HttpMethod.Get, path));
        await Eventually.GetAsync(endpoint.CountsAsync, counts => (counts.Total, counts.Tokens) == (2, 45));
        Service.Kill();
        await Service.RestartAsync();

        var before = await endpoint.CountsAsync();
        for (var i = 1; i <= 3; i++)
        {
            await pool.SendAsync(pool.Bare(HttpMethod.Get, path));
            await Eventually.GetAsync(endpoint.CountsAsync, counts => counts.Total == before.Total + i);
        }

        Assert.Equal(before.Tokens, (await endpoint.CountsAsync()).Tokens);
    }

    [Fact]
    public async Task A_termination_lets_running_calls_finish()
    {
        var gate = new Gate();
        var calls = new List<Task<Reply>>();
        var endpoints = new List<TestEndpoint>();
        foreach (var dialect in Enum.GetValues<ProviderDialect>())
        {
            var pool = NewPool(dialect);
            endpoints.Add(await pool.AddAsync());
            endpoints[^1].AtProvider.Always(Step.Ok().HeldBy(gate));
            calls.Add(pool.CallAsync());
            calls.Add(pool.StreamAsync());
        }

        await gate.WaitForHeldAsync(calls.Count);
        var from = Service.Output.Count;
        await Service.SignalTerminationAsync();
        await Service.Output.WaitForAsync(l => l.Contains("Application is shutting down", StringComparison.Ordinal), from);
        gate.Open();

        Assert.All(await Task.WhenAll(calls), reply => Assert.True(reply is { Status: 200, EndedWell: true }, reply.ToString()));
        Assert.Equal(0, await Service.WaitForExitAsync());

        await Service.RestartAsync();
        foreach (var endpoint in endpoints)
        {
            Assert.Equal((2, 2, 0, 0, 0), (await endpoint.CountsAsync()).Outcomes);
        }
    }

    private static async Task<IReadOnlyList<(string State, TestEndpoint Endpoint)>> OneOfEachStateAsync(TestPool pool)
    {
        var settings = new { max_retries = 0, breaker_failures = 1, breaker_open = 600 };
        TestEndpoint[] endpoints =
            [await pool.AddAsync(settings), await pool.AddAsync(settings), await pool.AddAsync(settings), await pool.AddAsync(settings)];
        endpoints[0].AtProvider.Always(Step.InvalidKey());
        endpoints[1].AtProvider.Always(Step.RateLimited("600"));
        endpoints[2].AtProvider.Always(Step.Status(500));
        foreach (var endpoint in endpoints)
        {
            await pool.PinnedAsync(endpoint.Id);
        }

        await endpoints[3].PostAsync("disable");
        string[] states = ["quarantined", "cooling_down", "circuit_open", "disabled"];
        return [.. states.Zip(endpoints)];
    }

    /// <summary>All endpoints by id, without what passes with time.</summary>
    private async Task<Dictionary<string, JsonNode>> ListAsync()
    {
        var list = await Service.Admin.GetAsync("/endpoints");
        return list.GetProperty("endpoints").EnumerateArray().ToDictionary(e => e.GetProperty("endpoint_id").GetString()!, Stable);
    }

    private static JsonNode Stable(JsonElement endpoint)
    {
        var node = JsonNode.Parse(endpoint.GetRawText())!.AsObject();
        Array.ForEach(Volatile, name => node.Remove(name));
        return node;
    }
}
