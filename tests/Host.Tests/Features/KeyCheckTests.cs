using MultiplexCluster.FakeProviders;
using MultiplexCluster.FakeProviders.Scripting;
using MultiplexCluster.Host.Tests.Service;
using Xunit;
using Xunit.Abstractions;

namespace MultiplexCluster.Host.Tests.Features;

/// <summary>A service that tries refused keys again after a second.</summary>
public sealed class CheckingService : RunningService
{
    protected override IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string>
    {
        ["Multiplex__Upstreams__KeyCheckSeconds"] = "1",
    };
}

public sealed class KeyCheckTests(CheckingService service, ITestOutputHelper output)
    : FeatureTest<CheckingService>(service, output), IClassFixture<CheckingService>
{
    [Fact]
    public Task A_refused_key_that_its_owner_mends_serves_again_by_itself() => EveryProvider.AtOnceAsync(async dialect =>
    {
        var pool = NewPool(dialect);
        var endpoint = await pool.AddAsync();
        endpoint.AtProvider.Then(Step.InvalidKey(), 2);

        await pool.CallAsync();
        await endpoint.WaitForStateAsync("quarantined");
        await endpoint.WaitForStateAsync("available");

        await pool.MustServeAsync();
        Assert.Equal(["POST", "GET", "GET", "POST"], endpoint.AtProvider.Calls.Select(call => call.Method));
        var counts = await endpoint.CountsAsync();
        Assert.Equal((2, 1, 1), (counts.Total, counts.Successful, counts.Failed));
    });
}
