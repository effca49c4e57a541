using MultiplexCluster.Simulation.Report;
using MultiplexCluster.Simulation.Scenarios;
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

        Assert.All(result.Figures.Where(f => !f.Name.Contains("15 at a time, three", StringComparison.Ordinal)), f => Assert.True(f.Value <= 10, $"{result}"));

        // One in a dozen seeds lies a call or two beyond 10 %: a node hears of others' calls only with answers to its own.
        Assert.True(result["farthest from the mean, 15 at a time, three nodes, %"] <= 12, $"{result}");
    }

    [Theory, MemberData(nameof(Seeds))]
    public void A_slow_endpoint_holds_nobody_up(int seed)
    {
        var result = Run(new SlowEndpoint(), seed);

        Assert.True(result["throughput of the best possible, %"] >= 95, $"{result}");
        Assert.True(result["longest idle slot beside a waiter, ms"] <= 260, $"{result}");
    }

    [Theory, MemberData(nameof(Seeds))]
    public void A_caller_with_ten_times_the_load_is_hardly_noticed(int seed)
    {
        var result = Run(new Callers(), seed);

        Assert.True(result["that is times as long"] <= 2, $"{result}");
        Assert.True(result["Jain's index over the five callers"] >= 0.95, $"{result}");
    }

    [Theory, MemberData(nameof(Seeds))]
    public void Limits_per_minute_are_used_and_not_exceeded(int seed)
    {
        var result = Run(new Limits(), seed, "with limits");

        Assert.True(result["most requests sent in any 60 s, % of the limit"] <= 100, $"{result}");
        Assert.True(result["requests served, % of the limit"] >= 98, $"{result}");
        Assert.Equal(0, result["calls answered 429"]);

        // A call's tokens are known when it ends: what running calls use beyond their estimates comes on top.
        Assert.True(result["most tokens used in any 60 s, % of the limit"] <= 110, $"{result}");
        Assert.True(result["tokens used, % of the limit"] >= 95, $"{result}");
    }

    [Theory, MemberData(nameof(Seeds))]
    public void Keys_of_one_account_learn_of_its_limit_from_each_other(int seed)
    {
        var (grouped, without) = (Run(new Groups(), seed, "quota_group"), Run(new Groups(), seed, "without"));

        Assert.Equal(0, grouped["requests not served"]);
        Assert.True(grouped["calls answered 429"] <= 0.75 * without["calls answered 429"], $"{grouped}; without: {without}");
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
    public void Without_the_rules_the_goals_are_missed()
    {
        var (callers, limits) = (Run(new Callers(), 1, "naive"), Run(new Limits(), 1, "naive"));

        Assert.True(callers["that is times as long"] > 2, $"{callers}");
        Assert.True(callers["Jain's index over the five callers"] < 0.5, $"{callers}");
        Assert.True(limits["most requests sent in any 60 s, % of the limit"] > 100, $"{limits}");
    }

    [Fact]
    public void A_seed_decides_everything()
    {
        var scenario = new Outage();

        Assert.Equal(Run(scenario, 7).Figures, Run(scenario, 7).Figures);
        Assert.NotEqual(Run(scenario, 7).Figures, Run(scenario, 8).Figures);
    }

    private static ScenarioResult Run(Scenario scenario, int seed, string variant = "least_loaded") =>
        scenario.Variants.First(v => v.Name == variant).Run(seed);
}
