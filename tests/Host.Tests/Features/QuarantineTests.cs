using MultiplexCluster.FakeProviders;
using MultiplexCluster.FakeProviders.Scripting;
using MultiplexCluster.Host.Tests.Service;
using Xunit;
using Xunit.Abstractions;

namespace MultiplexCluster.Host.Tests.Features;

[Collection(SharedServices.Failing)]
public sealed class QuarantineTests(RunningService service, ITestOutputHelper output) : FeatureTest(service, output)
{
    [Theory, EveryProvider]
    public async Task An_endpoint_with_a_refused_key_is_put_away_and_another_serves(ProviderDialect dialect)
    {
        var pool = NewPool(dialect);
        var refused = await pool.AddAsync();
        refused.AtProvider.Always(Step.InvalidKey());
        var good = await pool.AddAsync();

        var replies = new List<Reply>();
        for (var i = 0; i < 4; i++)
        {
            replies.Add(await pool.MustServeAsync());
        }

        Assert.All(replies, reply => Assert.Equal(good.Id, reply.Endpoint));
        Assert.Equal("quarantined", await refused.StateAsync());
        Assert.Equal((1, 4), (refused.AtProvider.Count, good.AtProvider.Count));
        Assert.Equal((0, 4), ((await refused.CountsAsync()).Total, (await good.CountsAsync()).Total));
    }

    [Theory, EveryProvider]
    public async Task A_pinned_caller_is_told_that_the_key_was_refused(ProviderDialect dialect)
    {
        var pool = NewPool(dialect);
        var refused = await pool.AddAsync();
        refused.AtProvider.Always(Step.InvalidKey());
        await pool.AddAsync();

        var reply = await pool.PinnedAsync(refused.Id);
        var next = await pool.PinnedAsync(refused.Id);

        Assert.Equal(dialect is ProviderDialect.Gemini ? 400 : 401, reply.Status);
        Assert.Equal((503, "no_endpoint_available"), (next.Status, next.Code(pool.Wire)));
        Assert.Equal(1, refused.AtProvider.Count);
    }

    [Theory, EveryProvider]
    public async Task A_spent_quota_puts_an_endpoint_away_as_well(ProviderDialect dialect)
    {
        var pool = NewPool(dialect);
        var spent = await pool.AddAsync();
        spent.AtProvider.Always(dialect is ProviderDialect.Gemini ? Step.DailyQuota() : Step.InsufficientQuota());
        var good = await pool.AddAsync();

        await pool.PinnedAsync(spent.Id);
        var reply = await pool.MustServeAsync();

        Assert.Equal(good.Id, reply.Endpoint);
        // Gemini names the model whose quota it is: the key stays for others.
        Assert.Equal(dialect is ProviderDialect.Gemini ? "available" : "quarantined", await spent.StateAsync());
        Assert.Equal(1, spent.AtProvider.Count);
    }

    [Fact]
    public async Task A_reached_spend_limit_of_Groq_comes_as_a_400_and_is_not_the_callers_fault()
    {
        var pool = NewPool(ProviderDialect.Groq);
        var spent = await pool.AddAsync();
        spent.AtProvider.Then(Step.Status(400).WithBody("""{"error":{"message":"x","type":"invalid_request_error","code":"blocked_api_access"}}"""));

        var reply = await pool.CallAsync();

        Assert.Equal((400, "quarantined"), (reply.Status, await spent.StateAsync()));
    }

    [Fact]
    public async Task A_key_without_the_scope_for_one_call_stays_and_another_makes_the_call()
    {
        var pool = NewPool(ProviderDialect.OpenAi);
        var restricted = await pool.AddAsync();
        restricted.AtProvider.Always(Step.Status(401).WithBody(
            """{"error":{"message":"You have insufficient permissions for this operation. Missing scopes: model.request.","type":"invalid_request_error","param":null,"code":null}}"""));

        var alone = await pool.CallAsync();
        var able = await pool.AddAsync();
        var replies = new List<Reply> { await pool.MustServeAsync(), await pool.MustServeAsync() };

        Assert.Equal(401, alone.Status);
        Assert.All(replies, reply => Assert.Equal(able.Id, reply.Endpoint));
        Assert.Equal("available", await restricted.StateAsync());
    }

    [Theory, EveryProvider]
    public Task Enabling_ends_it(ProviderDialect dialect) => EndsAsync(dialect, endpoint => endpoint.PostAsync("enable"));

    [Theory, EveryProvider]
    public Task Resetting_the_backoff_ends_it(ProviderDialect dialect) => EndsAsync(dialect, endpoint => endpoint.PostAsync("reset-backoff"));

    [Theory, EveryProvider]
    public async Task A_new_key_ends_it_and_is_used(ProviderDialect dialect)
    {
        var pool = NewPool(dialect);
        var endpoint = await pool.AddAsync();
        endpoint.AtProvider.Always(Step.InvalidKey());
        await pool.CallAsync();

        var described = await endpoint.PostAsync("rotate-key", new { api_key = endpoint.Key + "-new" });
        await pool.MustServeAsync();

        Assert.Equal("-new", described.GetProperty("api_key_hint").GetString());
        Assert.Equal("available", await endpoint.StateAsync());
        Assert.Equal((1, 1), (endpoint.AtProvider.Count, Fake.Key(endpoint.Key + "-new").Count));
    }

    private async Task EndsAsync(ProviderDialect dialect, Func<TestEndpoint, Task> end)
    {
        var pool = NewPool(dialect);
        var endpoint = await pool.AddAsync();
        endpoint.AtProvider.Then(Step.InvalidKey());
        await pool.CallAsync();
        await endpoint.WaitForStateAsync("quarantined");

        await end(endpoint);
        await pool.MustServeAsync();

        Assert.Equal("available", await endpoint.StateAsync());
    }
}
