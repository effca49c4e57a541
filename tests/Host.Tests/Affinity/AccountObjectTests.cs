using MultiplexCluster.Host.Tests.Service;
using Xunit;
using Xunit.Abstractions;

namespace MultiplexCluster.Host.Tests.Affinity;

/// <summary>Objects that live in the account of the key that made them, counted at the provider.</summary>
public sealed class AccountObjectTests(AffinityService service, ITestOutputHelper output) : FeatureTest<AffinityService>(service, output), IClassFixture<AffinityService>
{
    private const string Pool = "X-Multiplex-Pool";

    [Fact]
    public async Task What_a_key_made_is_asked_of_that_key_every_time_in_whatever_pool()
    {
        var (_, other) = (await Service.AddAsync("p1"), await Service.AddAsync("p1"));
        var batch = await Service.MakeAsync(other.Id, "/openai/v1/batches");

        for (var i = 0; i < 50; i++)
        {
            var reply = await Service.SendAsync("GET", $"/openai/v1/batches/{batch}");
            Assert.Equal((200, other.Id, 1), (reply.Status, reply.Endpoint, reply.Attempts));
        }

        Assert.Equal(Enumerable.Repeat(other.Key, 50), Service.Provider.KeysOf("GET", batch));
        Assert.Equal((200, other.Id), await EndpointOfAsync("POST", $"/openai/v1/batches/{batch}/cancel"));
    }

    [Fact]
    public async Task It_is_known_after_a_restart()
    {
        var endpoints = new List<(string Id, string Key)>();
        for (var i = 0; i < 4; i++)
        {
            endpoints.Add(await Service.AddAsync("p2"));
        }

        List<(string Id, string Endpoint)> made = [];
        for (var i = 0; i < 20; i++)
        {
            var endpoint = endpoints[i % endpoints.Count].Id;
            made.Add((await Service.MakeAsync(endpoint, "/openai/v1/conversations"), endpoint));
        }

        Assert.Equal(0, await Service.TerminateAsync());
        await Service.RestartAsync();
        foreach (var (id, endpoint) in made)
        {
            var reply = await Service.SendAsync("GET", $"/openai/v1/conversations/{id}", null, (Pool, "p2"));
            Assert.Equal((200, endpoint, 1), (reply.Status, reply.Endpoint, reply.Attempts));
        }
    }

    [Fact]
    public async Task Lists_show_one_account_and_say_which_unless_another_is_pinned()
    {
        var (first, second) = (await Service.AddAsync("p3"), await Service.AddAsync("p3"));
        var file = await Service.MakeAsync(second.Id, "/openai/v1/vector_stores");
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal((200, first.Id), await EndpointOfAsync("GET", "/openai/v1/vector_stores", pool: "p3"));
        }

        var pinned = await Service.SendAsync("GET", "/openai/v1/vector_stores", null, ("X-Multiplex-Endpoint", second.Id));
        Assert.Equal([file], pinned.Json.GetProperty("data").EnumerateArray().Select(e => e.GetString()));
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("DELETE")]
    public async Task An_object_made_past_the_service_is_looked_for_and_remembered(string method)
    {
        List<(string Id, string Key)> endpoints = [await Service.AddAsync($"p4{method}"), await Service.AddAsync($"p4{method}"), await Service.AddAsync($"p4{method}")];
        var file = Service.Provider.MakeFor(endpoints[1].Key);

        var found = await Service.SendAsync(method, $"/openai/v1/files/{file}", null, (Pool, $"p4{method}"));
        Assert.Equal((200, endpoints[1].Id), (found.Status, found.Endpoint));
        Assert.InRange(found.Attempts, 1, 3);

        var again = await Service.SendAsync("GET", $"/openai/v1/files/{file}");
        Assert.Equal((200, endpoints[1].Id, 1), (again.Status, again.Endpoint, again.Attempts));
    }

    [Fact]
    public async Task What_nobody_has_is_the_providers_404_once_each_account_was_asked()
    {
        var (one, two) = (await Service.AddAsync("p5", "shared", "g5"), await Service.AddAsync("p5", "shared", "g5"));
        var third = await Service.AddAsync("p5");

        var reply = await Service.SendAsync("GET", "/openai/v1/files/file-00x", null, (Pool, "p5"));

        Assert.Equal((404, 2), (reply.Status, reply.Attempts));
        Assert.Contains("no such object", reply.Text, StringComparison.Ordinal);
        var asked = Service.Provider.KeysOf("GET", "/file-00x");
        Assert.Single(asked, key => key == third.Key);
        Assert.Single(asked, key => key == one.Key || key == two.Key);
    }

    [Fact]
    public async Task Another_endpoint_of_the_quota_group_serves_it_when_the_maker_is_off_or_gone()
    {
        var (maker, peer) = (await Service.AddAsync("p6", "acc6", "g6"), await Service.AddAsync("q6", "acc6", "g6"));
        await Service.AddAsync("p6");
        var file = await Service.MakeAsync(maker.Id, "/openai/v1/evals");

        await Service.Admin.PostAsync($"/endpoints/{maker.Id}/disable");
        await Eventually.GetAsync(() => EndpointOfAsync("GET", $"/openai/v1/evals/{file}"), a => a == (200, peer.Id));
        await Service.Admin.DeleteAsync(maker.Id);
        await Eventually.GetAsync(() => Service.Admin.SendAsync("GET", $"/endpoints/{maker.Id}"), a => a.Status == 404);
        Assert.Equal((200, peer.Id), await EndpointOfAsync("GET", $"/openai/v1/evals/{file}"));
    }

    [Fact]
    public async Task A_caller_who_names_another_pool_is_told_so()
    {
        var maker = await Service.AddAsync("p7");
        await Service.AddAsync("q7");
        var file = await Service.MakeAsync(maker.Id, "/openai/v1/containers");

        var reply = await Service.SendAsync("GET", $"/openai/v1/containers/{file}", null, (Pool, "q7"));

        Assert.Equal(503, reply.Status);
        Assert.Contains($"in pool 'q7' of the account that holds what the request names (that of endpoint '{maker.Id}')", reply.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_conversation_of_responses_stays_in_its_account(bool stream)
    {
        var pool = $"p8{stream}";
        await Service.AddAsync(pool);
        var second = await Service.AddAsync(pool);
        var body = $$"""{"model":"m","input":"hi","stream":{{(stream ? "true" : "false")}}""";
        var reply = await Service.SendAsync("POST", "/openai/v1/responses", body + "}", ("X-Multiplex-Endpoint", second.Id));
        for (var turn = 0; turn < 20; turn++)
        {
            var text = reply.Text;
            var start = text.IndexOf("responses_", StringComparison.Ordinal);
            var id = text[start..text.IndexOf('"', start)];
            reply = await Service.SendAsync("POST", "/openai/v1/responses", $$"""{{body}},"previous_response_id":"{{id}}"}""", (Pool, pool));
            Assert.Equal((200, second.Id, 1), (reply.Status, reply.Endpoint, reply.Attempts));
        }
    }

    [Theory]
    [InlineData("/openai/v1/files", "/openai/v1/batches", """{"input_file_id":"ID"}""")]
    [InlineData("/openai/v1/files", "/openai/v1/fine_tuning/jobs", """{"model":"m","training_file":"ID"}""")]
    [InlineData("/openai/v1/files", "/openai/v1/chat/completions", """{"model":"m","messages":[{"role":"user","content":[{"type":"file","file":{"file_id":"ID"}}]}]}""")]
    [InlineData("/openai/v1/vector_stores", "/openai/v1/responses", """{"model":"m","tools":[{"type":"file_search","vector_store_ids":["ID"]}]}""")]
    public async Task A_body_that_names_an_object_goes_where_that_is(string made, string path, string body)
    {
        var pool = $"p9{path.Length}{made.Length}";
        await Service.AddAsync(pool);
        var second = await Service.AddAsync(pool);
        var id = await Service.MakeAsync(second.Id, made);
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal((200, second.Id), await EndpointOfAsync("POST", path, body.Replace("ID", id, StringComparison.Ordinal), pool));
        }
    }

    [Fact]
    public async Task Geminis_caches_are_used_where_they_were_made()
    {
        await Service.AddAsync("pg", provider: "gemini");
        var second = await Service.AddAsync("pg", provider: "gemini");
        var cache = await Service.MakeAsync(second.Id, "/gemini/v1beta/cachedContents");

        Assert.StartsWith("cachedContents/", cache, StringComparison.Ordinal);
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal((200, second.Id), await EndpointOfAsync("GET", $"/gemini/v1beta/{cache}", pool: "pg"));
            Assert.Equal((200, second.Id), await EndpointOfAsync(
                "POST", "/gemini/v1beta/models/m:generateContent", $$"""{"cachedContent":"{{cache}}","contents":[]}""", "pg"));
        }
    }

    private async Task<(int Status, string? Endpoint)> EndpointOfAsync(string method, string path, string? body = null, string? pool = null)
    {
        var reply = await Service.SendAsync(method, path, body, pool is null ? [] : [(Pool, pool)]);
        return (reply.Status, reply.Endpoint);
    }
}
