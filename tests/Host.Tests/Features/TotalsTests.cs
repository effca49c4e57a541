using System.Text.Json;
using MultiplexCluster.FakeProviders;
using MultiplexCluster.Host.Tests.Service;
using Xunit;
using Xunit.Abstractions;

namespace MultiplexCluster.Host.Tests.Features;

/// <summary>Statistics of one endpoint, of a provider's, of all. The only class whose tests see other tests' endpoints.</summary>
[Collection(SharedServices.Keeping)]
public sealed class TotalsTests(RunningService service, ITestOutputHelper output) : FeatureTest(service, output)
{
    [Theory, EveryProvider]
    public async Task Totals_of_a_provider_are_the_sums_of_its_endpoints(ProviderDialect dialect)
    {
        var wire = Wire.Of(dialect);
        var (pool, before) = (NewPool(dialect), await TotalsAsync(wire.Provider));
        var all = await TotalsAsync();
        TestEndpoint[] endpoints = [await pool.AddAsync(), await pool.AddAsync()];

        for (var i = 0; i < 3; i++)
        {
            await pool.PinnedAsync(endpoints[i % 2].Id);
        }

        var (after, allAfter) = (await TotalsAsync(wire.Provider), await TotalsAsync());
        foreach (var (was, now) in new[] { (before, after), (all, allAfter) })
        {
            Assert.Equal(2, now.Endpoints - was.Endpoints);
            Assert.Equal((3, 3), (now.Counts.Total - was.Counts.Total, now.Counts.Successful - was.Counts.Successful));
            Assert.Equal((75, 60, 135), (now.Counts.Input - was.Counts.Input, now.Counts.Output - was.Counts.Output, now.Counts.Tokens - was.Counts.Tokens));
        }
    }

    [Theory, EveryProvider]
    public async Task Resetting_one_endpoint_leaves_the_others(ProviderDialect dialect)
    {
        var pool = NewPool(dialect);
        var (a, b) = (await pool.AddAsync(), await pool.AddAsync());
        await pool.PinnedAsync(a.Id);
        await pool.PinnedAsync(b.Id);
        var since = (await a.GetAsync()).GetProperty("since").GetDateTimeOffset();

        await a.PostAsync("stats/reset");

        Assert.Equal((0L, 1L), ((await a.CountsAsync()).Total, (await b.CountsAsync()).Total));
        Assert.True((await a.GetAsync()).GetProperty("since").GetDateTimeOffset() > since);
        await pool.PinnedAsync(a.Id);
        Assert.Equal((1, 1, 0, 0, 0), (await a.CountsAsync()).Outcomes);
    }

    [Theory, EveryProvider]
    public async Task Resetting_a_provider_leaves_the_others_and_resetting_all_none(ProviderDialect dialect)
    {
        var (pool, other) = (NewPool(dialect), NewPool((ProviderDialect)(((int)dialect + 1) % 4)));
        var (mine, theirs) = (await pool.AddAsync(), await other.AddAsync());
        await pool.MustServeAsync();
        await other.MustServeAsync();

        await Service.Admin.PostAsync($"/stats/reset?provider={pool.Wire.Provider}");
        Assert.Equal((0L, 1L), ((await mine.CountsAsync()).Total, (await theirs.CountsAsync()).Total));
        Assert.Equal(0, (await TotalsAsync(pool.Wire.Provider)).Counts.Tokens);

        await pool.MustServeAsync();
        await Service.Admin.PostAsync("/stats/reset");
        Assert.Equal((0L, 0L), ((await mine.CountsAsync()).Total, (await TotalsAsync()).Counts.Total));
    }

    [Theory, EveryProvider]
    public async Task A_reset_right_after_an_answer_finds_its_call_counted(ProviderDialect dialect)
    {
        var pool = NewPool(dialect);
        var endpoint = await pool.AddAsync();

        for (var i = 0; i < 25; i++)
        {
            await pool.MustServeAsync();
            await Service.Admin.PostAsync("/stats/reset");
            Assert.Equal(0, (await endpoint.CountsAsync()).Total);
        }
    }

    [Fact]
    public async Task Claude_is_another_name_of_Anthropic() =>
        Assert.Equal("anthropic", (await Service.Admin.GetAsync("/stats?provider=claude")).GetProperty("provider").GetString());

    private async Task<(long Endpoints, Counts Counts)> TotalsAsync(string? provider = null)
    {
        var totals = await Service.Admin.GetAsync(provider is null ? "/stats" : $"/stats?provider={provider}");
        Assert.Equal(provider, totals.GetProperty("provider") is { ValueKind: JsonValueKind.String } p ? p.GetString() : null);
        return (totals.GetProperty("endpoints_count").GetInt64(), Counts.Of(totals));
    }
}
