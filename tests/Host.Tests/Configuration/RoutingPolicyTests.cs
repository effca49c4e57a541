using Microsoft.Extensions.Configuration;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Core.Routing;
using MultiplexCluster.Host.Configuration;
using Xunit;

namespace MultiplexCluster.Host.Tests.Configuration;

public sealed class RoutingPolicyTests
{
    [Fact]
    public void Nothing_set_is_least_loaded_and_the_next_tier()
    {
        var (policy, errors) = Read();

        Assert.Empty(errors);
        Assert.Equal((RoutingStrategy.LeastLoaded, EmptyTier.Next, 0), (policy.Strategy, policy.EmptyTier, policy.Pools.Count));
    }

    [Fact]
    public void A_default_a_pools_own_and_the_rule_of_empty_tiers_are_read()
    {
        var (policy, errors) = Read("Strategy=power_of_two", "Pools:gpu:Strategy=Round_Robin", "Pools:a.b-c:Strategy=weighted", "EmptyTier=Refuse");

        Assert.Empty(errors);
        Assert.Equal(new PoolRules(RoutingStrategy.RoundRobin, EmptyTier.Refuse), policy.RulesOf("gpu"));
        Assert.Equal(RoutingStrategy.Weighted, policy.RulesOf("a.b-c").Strategy);
        Assert.Equal(RoutingStrategy.PowerOfTwo, policy.RulesOf("other").Strategy);
    }

    // Defect: a pool whose strategy was set to nothing got the built-in one and not the one for all.
    [Fact]
    public void A_pool_whose_own_is_empty_has_the_one_for_all()
    {
        var (policy, errors) = Read("Strategy=power_of_two", "Pools:gpu:Strategy=");

        Assert.Empty(errors);
        Assert.Equal(RoutingStrategy.PowerOfTwo, policy.RulesOf("gpu").Strategy);
    }

    [Theory]
    [InlineData("Strategy=fastest", "Multiplex__Routing__Strategy", "least_loaded, weighted, round_robin, power_of_two or lowest_latency")]
    [InlineData("Pools:gpu:Strategy=fastest", "Multiplex__Routing__Pools__gpu__Strategy", "lowest_latency")]
    [InlineData("Pools:a b:Strategy=weighted", "Multiplex__Routing__Pools__a b", "1 to 64 characters")]
    [InlineData("Pools:gpu:Strategi=weighted", "Multiplex__Routing__Pools__gpu__Strategi", "no setting")]
    [InlineData("EmptyTier=up", "Multiplex__Routing__EmptyTier", "next, down or refuse")]
    public void What_is_wrong_stops_the_start_with_what_is_allowed(string setting, string key, string expected)
    {
        var error = Assert.Single(Read(setting).Errors);

        Assert.Equal(key, error.Key);
        Assert.Contains(expected, error.ToString(), StringComparison.Ordinal);
    }

    private static (RoutingPolicy Policy, IReadOnlyList<ConfigurationError> Errors) Read(params string[] settings)
    {
        var (options, errors) = MultiplexOptionsReader.Read(new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(s => s.Split('=', 2)).Select(s => KeyValuePair.Create("Multiplex:Routing:" + s[0], (string?)s[1])))
            .Build());
        return (options.Routing, errors);
    }
}
