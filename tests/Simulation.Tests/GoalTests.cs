using MultiplexCluster.Simulation.Report;
using MultiplexCluster.Simulation.Scenarios;
using MultiplexCluster.Simulation.Selecting;
using Xunit;

namespace MultiplexCluster.Simulation.Tests;

/// <summary>What routing must reach, in virtual time, with several seeds.</summary>
public sealed class GoalTests
{
    public static TheoryData<int> Seeds { get; } = [.. Enumerable.Range(1, 10)];

    [Theory, MemberData(nameof(Seeds))]
    public void Equal_endpoints_get_equal_shares(int seed)
    {
        var result = Run(new EvenLoad(), seed);

        Assert.True(result["farthest from the mean, one node, %"] <= 10, $"{result}");
    }

    [Theory, MemberData(nameof(Seeds))]
    public void A_slow_endpoint_holds_nobody_up(int seed)
    {
        var result = Run(new SlowEndpoint(), seed);

        Assert.True(result["throughput of the best possible, %"] >= 95, $"{result}");
        Assert.True(result["longest idle slot beside a waiter, ms"] <= 260, $"{result}");
    }

    [Theory, MemberData(nameof(Seeds))]
    public void Of_a_key_in_a_storm_callers_notice_nothing(int seed)
    {
        var result = Run(new StormOfOne(), seed);

        Assert.Equal(0, result["requests not served"]);
        Assert.Equal(0, result["calls of the key before its time"]);
        Assert.True(result["throughput of what is left, %"] >= 95, $"{result}");
    }

    [Theory, MemberData(nameof(Seeds))]
    public void A_storm_of_all_keys_wastes_few_calls_and_is_soon_over(int seed)
    {
        var result = Run(new StormOfAll(), seed);

        Assert.Equal(0, result["requests not served"]);
        Assert.True(result["attempts per request"] <= 1.2, $"{result}");
        Assert.True(result["full throughput after, s"] <= 4.4 + 5, $"{result}");
    }

    [Theory, MemberData(nameof(Seeds))]
    public void High_priority_waits_less_than_a_slots_time_and_low_gets_its_share(int seed)
    {
        var result = Run(new Saturation(), seed);

        Assert.True(result["median wait of high, slot times"] <= 1, $"{result}");
        Assert.True(result["share of low when both are saturated"] >= 1.0 / 13, $"{result}");
    }

    [Fact]
    public void A_seed_decides_everything()
    {
        var scenario = new Outage();

        Assert.Equal(Run(scenario, 7).Figures, Run(scenario, 7).Figures);
        Assert.NotEqual(Run(scenario, 7).Figures, Run(scenario, 8).Figures);
    }

    private static ScenarioResult Run(Scenario scenario, int seed) => scenario.Run(new CoreSelection(), seed);
}
