using MultiplexCluster.FakeProviders;
using MultiplexCluster.FakeProviders.Scripting;
using MultiplexCluster.Host.Tests.Service;
using Xunit;
using Xunit.Abstractions;

namespace MultiplexCluster.Host.Tests.Features;

/// <summary><c>GET /v1/models</c>.</summary>
[Collection(SharedServices.Passing)]
public sealed class ModelListTests(RunningService service, ITestOutputHelper output) : FeatureTest(service, output)
{
    [Theory, EveryProvider]
    public async Task What_the_provider_lists_stands_there_with_its_prefix(ProviderDialect dialect)
    {
        var pool = NewPool(dialect);
        var endpoint = await pool.AddAsync();

        var models = await ListAsync(pool);
        await ListAsync(pool);

        Assert.NotEmpty(models);
        Assert.All(models, model => Assert.StartsWith($"{pool.Wire.Provider}/", model, StringComparison.Ordinal));
        Assert.All(models, model => Assert.DoesNotContain("models/", model, StringComparison.Ordinal));
        Assert.Equal(1, endpoint.AtProvider.Count);
    }

    [Fact]
    public async Task Patterns_let_through_what_they_serve_and_names_stand_for_themselves()
    {
        var pool = NewPool(ProviderDialect.OpenAi);
        var all = NewPool(ProviderDialect.OpenAi);
        await all.AddAsync();
        var first = (await ListAsync(all))[0]["openai/".Length..];
        await pool.AddAsync(new { models = new[] { "my-own-model", $"{first[..^1]}*" } });

        var models = await ListAsync(pool);

        Assert.Contains("openai/my-own-model", models);
        Assert.Contains($"openai/{first}", models);
        Assert.True(models.Count < (await ListAsync(all)).Count + 1);
    }

    [Fact]
    public async Task Names_need_no_call_and_a_provider_that_fails_hides_nothing_of_them()
    {
        var pool = NewPool(ProviderDialect.Groq);
        var named = await pool.AddAsync(new { max_retries = 0, models = new[] { "only-this" } });
        Assert.Equal(["groq/only-this"], await ListAsync(pool));
        Assert.Equal(0, named.AtProvider.Count);

        var failing = await pool.AddAsync(new { max_retries = 0, models = new[] { "x*" } });
        failing.AtProvider.Always(Step.Status(500));
        named.AtProvider.Always(Step.Status(500));

        Assert.Equal(["groq/only-this"], await ListAsync(pool));
    }

    [Fact]
    public async Task One_model_is_found_by_either_name_and_another_is_404()
    {
        var pool = NewPool(ProviderDialect.Anthropic);
        await pool.AddAsync(new { models = new[] { "claude-x" } });

        var full = await GetAsync(pool, "/v1/models/anthropic%2Fclaude-x");
        var slash = await GetAsync(pool, "/v1/models/anthropic/claude-x");
        var bare = await GetAsync(pool, "/v1/models/claude-x");
        var none = await GetAsync(pool, "/v1/models/claude-y");

        Assert.All([full, slash, bare], reply => Assert.Equal("anthropic/claude-x", reply.Json.GetProperty("id").GetString()));
        Assert.Equal((404, "model_not_found"), (none.Status, none.Json.GetProperty("error").GetProperty("code").GetString()));
    }

    [Fact]
    public async Task A_pool_whose_endpoints_are_off_lists_nothing_and_an_unknown_one_and_a_bad_header_are_400()
    {
        var pool = NewPool(ProviderDialect.OpenAi);
        var unknown = await GetAsync(pool, "/v1/models");
        await pool.AddAsync(new { enabled = false });

        Assert.Empty(await ListAsync(pool));
        Assert.Equal(400, unknown.Status);
        Assert.Equal(400, (await GetAsync(pool, "/v1/models", ("X-Multiplex-Priority", "urgent"))).Status);
    }

    private static async Task<List<string>> ListAsync(TestPool pool)
    {
        var reply = await GetAsync(pool, "/v1/models");
        Assert.Equal((200, "list"), (reply.Status, reply.Json.GetProperty("object").GetString()));
        return [.. reply.Json.GetProperty("data").EnumerateArray().Select(model => model.GetProperty("id").GetString()!)];
    }

    private static Task<Reply> GetAsync(TestPool pool, string path, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("X-Multiplex-Pool", pool.Label);
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        return pool.SendAsync(request);
    }
}
