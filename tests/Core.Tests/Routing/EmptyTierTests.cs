using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Core.Routing;
using Xunit;
using static MultiplexCluster.Core.Tests.Routing.RoutingCases;

namespace MultiplexCluster.Core.Tests.Routing;

public sealed class EmptyTierTests
{
    [Theory]
    [InlineData(EmptyTier.Next, PriorityClass.High, "l", "l", "h")]
    [InlineData(EmptyTier.Next, PriorityClass.Medium, "hl", "l", "h")]
    [InlineData(EmptyTier.Down, PriorityClass.Medium, "hl", "l", null)]
    [InlineData(EmptyTier.Refuse, PriorityClass.Medium, "hl", null, null)]
    public void A_tier_without_endpoints_is_stood_in_for_as_the_rule_says(EmptyTier rule, PriorityClass asked, string there, string? by, string? byWithoutLower)
    {
        Assert.Equal(by, Chosen(rule, asked, there));
        Assert.Equal(byWithoutLower, Chosen(rule, PriorityClass.Low, "h"));
    }

    [Theory]
    [InlineData(EmptyTier.Next)]
    [InlineData(EmptyTier.Down)]
    [InlineData(EmptyTier.Refuse)]
    public void A_tier_with_endpoints_is_served_by_them_and_borrows_free_slots_below_whatever_the_rule(EmptyTier rule)
    {
        Assert.Equal("h", Chosen(rule, PriorityClass.High, "hml"));
        var (busy, low) = (Entry("h", Plain(PriorityClass.High), running: 2), Entry("l", Plain(PriorityClass.Low)));
        Assert.Same(low, RouteChoice.Choose(PoolBy(rule, busy, low), PriorityClass.High, null, null, Now, new Random(1))!.Value.Entry);
    }

    [Fact]
    public void A_pools_strategy_holds_unless_the_request_names_one()
    {
        var policy = new RoutingPolicy
        {
            Strategy = RoutingStrategy.PowerOfTwo,
            Pools = new Dictionary<string, RoutingStrategy> { ["GPU"] = RoutingStrategy.RoundRobin },
        };
        Assert.Equal(RoutingStrategy.RoundRobin, policy.RulesOf("gpu").Strategy);
        Assert.Equal(RoutingStrategy.PowerOfTwo, policy.RulesOf("").Strategy);

        // Busier but longer not used: round robin takes it, least loaded the other.
        var (busier, idle) = (Entry("busier", running: 1), Entry("idle"));
        idle.LastUsed = 5;
        var pool = new Pool(policy.RulesOf("gpu"));
        pool.Add(busier);
        pool.Add(idle);

        RoutingEntry Chosen(RoutingStrategy? asked) => RouteChoice.Choose(pool, PriorityClass.Medium, null, null, Now, new Random(1), asked)!.Value.Entry;
        Assert.Same(busier, Chosen(null));
        Assert.Same(idle, Chosen(RoutingStrategy.LeastLoaded));
    }

    [Fact]
    public void What_a_refused_request_finds_is_named()
    {
        var pool = PoolBy(EmptyTier.Refuse, Entry("h", Plain(PriorityClass.High)), Entry("l", Plain(PriorityClass.Low)));

        Assert.All(Obstacles.Of(pool, PriorityClass.Medium, null, null, Now).Named, o => Assert.Equal(ObstacleKind.KeptForOthers, o.Kind));
    }

    private static string? Chosen(EmptyTier rule, PriorityClass asked, string there) =>
        RouteChoice.Choose(
            PoolBy(rule, [.. there.Select(c => Entry($"{c}", Plain(c switch { 'h' => PriorityClass.High, 'm' => PriorityClass.Medium, _ => PriorityClass.Low })))]),
            asked, null, null, Now, new Random(1))?.Entry.Id.Value;

    private static Pool PoolBy(EmptyTier rule, params RoutingEntry[] entries)
    {
        var pool = new Pool(new PoolRules(RoutingStrategy.LeastLoaded, rule));
        Array.ForEach(entries, pool.Add);
        return pool;
    }
}
