using MultiplexCluster.FakeProviders;
using MultiplexCluster.Host.Tests.Service;
using Xunit;
using Xunit.Abstractions;

namespace MultiplexCluster.Host.Tests.Features;

/// <summary>Endpoints at local addresses after the operator has closed private networks again.</summary>
public sealed class PrivateNetworkTests(PrivateNetworkService service, ITestOutputHelper output)
    : FeatureTest<PrivateNetworkService>(service, output), IClassFixture<PrivateNetworkService>
{
    private const string Variable = "Multiplex__Upstreams__AllowPrivateNetworks";

    [Fact]
    public async Task A_local_endpoint_fails_at_once_names_the_setting_and_can_still_be_changed_and_switched_off()
    {
        var pool = NewPool(ProviderDialect.OpenAi);
        var endpoint = await pool.AddAsync(new { breaker_failures = 1 });
        await pool.MustServeAsync();
        await Service.ForbidAsync();

        foreach (var reply in new[] { await pool.CallAsync(), await pool.PinnedAsync(endpoint.Id) })
        {
            Assert.Equal((502, "upstream_error", 1, "false"), (reply.Status, reply.Code(pool.Wire), reply.Attempts, reply["x-should-retry"]));
            Assert.Contains(Variable, reply.Text, StringComparison.Ordinal);
        }

        Assert.Equal("available", await endpoint.StateAsync());
        Assert.Equal(2, (await endpoint.PatchAsync(new { weight = 2 })).GetProperty("weight").GetInt32());
        Assert.False((await endpoint.PatchAsync(new { enabled = false })).GetProperty("enabled").GetBoolean());
        Assert.True((await endpoint.PostAsync("enable")).GetProperty("enabled").GetBoolean());
        Assert.Equal("disabled", (await endpoint.PostAsync("disable")).GetProperty("state").GetString());
        var refused = await Service.Admin.SendAsync("PATCH", $"/endpoints/{endpoint.Id}", new System.Text.Json.Nodes.JsonObject { ["base_url"] = Fake.BaseUrl(ProviderDialect.OpenAi) });
        Assert.Equal((400, "base_url"), (refused.Status, Assert.Single(refused.ErrorFields)));
        Assert.Contains(Variable, refused.Text, StringComparison.Ordinal);
    }
}

/// <summary>A service whose private networks are open until it is told otherwise.</summary>
public sealed class PrivateNetworkService : RunningService
{
    private readonly Dictionary<string, string> _settings = [];

    protected override IReadOnlyDictionary<string, string> Settings => _settings;

    /// <summary>Starts it again with private networks closed.</summary>
    public Task ForbidAsync()
    {
        _settings["Multiplex__Upstreams__AllowPrivateNetworks"] = "false";
        return RestartAsync();
    }
}
