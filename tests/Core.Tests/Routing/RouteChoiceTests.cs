using CsCheck;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Core.Routing;
using Xunit;
using static MultiplexCluster.Core.Tests.Routing.RoutingCases;

namespace MultiplexCluster.Core.Tests.Routing;

public sealed class RouteChoiceTests
{
    private static readonly Gen<RoutingEntry> Entries =
        Gen.Select(Gen.Int[0, 1_000_000], Gen.Int[0, 6], Gen.Int[0, 2], Gen.Int[0, 3], Gen.Int[0, 2])
            .Select((id, state, tier, running, waiting) => Entry($"e{id}", Plain((PriorityClass)tier), (EndpointState)state, running, waiting, 100));

    [Theory]
    [InlineData(PriorityClass.High)]
    [InlineData(PriorityClass.Medium)]
    [InlineData(PriorityClass.Low)]
    public void A_request_is_served_in_its_own_tier(PriorityClass tier) =>
        Assert.Equal(tier, Chosen(tier, Entry("h", Plain(PriorityClass.High)), Entry("m"), Entry("l", Plain(PriorityClass.Low)))!.Settings.Tier);

    [Fact]
    public void A_higher_request_borrows_a_free_slot_of_a_lower_tier_and_the_nearest_first()
    {
        var (high, medium, low) = (Entry("h", Plain(PriorityClass.High), running: 2), Entry("m"), Entry("l", Plain(PriorityClass.Low)));

        Assert.Same(medium, Chosen(PriorityClass.High, high, medium, low));
        Assert.Same(low, Chosen(PriorityClass.High, high, Entry("m2", running: 2), low));
    }

    [Fact]
    public void A_higher_request_queues_in_its_own_tier_when_nothing_is_free()
    {
        var high = Entry("h", Plain(PriorityClass.High), running: 2, waiting: 50);

        Assert.Same(high, Chosen(PriorityClass.High, high, Entry("m", running: 2)));
    }

    [Fact]
    public void A_lower_request_never_takes_a_higher_tier_while_its_own_has_endpoints() =>
        Gen.Select(Entries.Array[1, 30], Gen.Int[0, 2], Gen.Int[0, int.MaxValue]).Sample((entries, p, seed) =>
        {
            var priority = (PriorityClass)p;
            var chosen = RouteChoice.Choose(PoolOf(entries), priority, null, null, Now, new Random(seed))?.Entry.Settings.Tier;
            return chosen is not { } tier || tier >= priority || entries.All(e => e.Settings.Tier < priority);
        });

    [Fact]
    public void A_tier_without_endpoints_is_served_by_the_next_one_down_else_up()
    {
        var (high, medium, low) = (Entry("h", Plain(PriorityClass.High)), Entry("m"), Entry("l", Plain(PriorityClass.Low)));

        Assert.Same(medium, Chosen(PriorityClass.High, medium, low));
        Assert.Same(low, Chosen(PriorityClass.Medium, high, low));
        Assert.Same(medium, Chosen(PriorityClass.Low, high, medium));
    }

    [Fact]
    public void Something_is_chosen_whenever_the_requests_own_tier_has_an_endpoint_that_serves() =>
        Gen.Select(Entries.Array[1, 30], Gen.Int[0, 2], Gen.Int[0, int.MaxValue]).Sample((entries, p, seed) =>
            !entries.Any(e => e.Serves && (int)e.Settings.Tier == p)
            || RouteChoice.Choose(PoolOf(entries), (PriorityClass)p, null, null, Now, new Random(seed)) is { Entry.Serves: true });

    [Fact]
    public void Only_endpoints_that_serve_the_model_are_chosen()
    {
        var claude = Entry("c", Plain() with { Models = ["claude-*"] });
        var any = Entry("a", running: 1);

        Assert.Same(any, RouteChoice.Choose(PoolOf(claude, any), PriorityClass.Medium, "gpt-4o", null, Now, new Random(1))!.Value.Entry);
        Assert.Same(claude, RouteChoice.Choose(PoolOf(claude, any), PriorityClass.Medium, "claude-3", null, Now, new Random(1))!.Value.Entry);
        Assert.Null(RouteChoice.Choose(PoolOf(claude), PriorityClass.Medium, "gpt-4o", null, Now, new Random(1)));
    }

    [Fact]
    public void It_is_a_last_resort_only_when_every_better_choice_is_out()
    {
        var open = Entry("o", state: EndpointState.CircuitOpen, forMs: 1000);

        Assert.True(Decision(open).LastResort);
        Assert.False(Decision(open, Entry("q", running: 2)).LastResort);
        Assert.False(Decision(open, Entry("c", state: EndpointState.CoolingDown, forMs: 5000)).LastResort);
    }

    [Fact]
    public void One_open_circuit_is_no_last_resort_while_the_others_are_merely_full_or_a_lower_tier_would_queue()
    {
        var open = Entry("o", state: EndpointState.CircuitOpen, forMs: 1000);

        Assert.False(Decision(open, Entry("f", Plain() with { QueueSize = 1 }, running: 2, waiting: 1)).LastResort);
        Assert.False(Decision(open, Entry("l", Plain(PriorityClass.Low), running: 2)).LastResort);
        Assert.True(Decision(open, Entry("h", Plain(PriorityClass.High), running: 2)).LastResort);
    }

    [Fact]
    public void It_is_a_last_resort_exactly_when_all_that_serve_it_have_open_circuits() =>
        Gen.Select(Entries.Array[1, 8], Gen.Int[0, int.MaxValue]).Sample((entries, seed) =>
        {
            var usable = entries.Where(e => e.Serves).ToList();
            return RouteChoice.Choose(PoolOf(entries), PriorityClass.High, null, null, Now, new Random(seed)) is not { } chosen
                || entries.All(e => e.Settings.Tier != PriorityClass.High)
                || chosen.LastResort == usable.TrueForAll(e => e.State is EndpointState.CircuitOpen);
        });

    private static RouteDecision Decision(params RoutingEntry[] entries) =>
        RouteChoice.Choose(PoolOf(entries), PriorityClass.Medium, null, null, Now, new Random(1))!.Value;

    private static RoutingEntry? Chosen(PriorityClass priority, params RoutingEntry[] entries) =>
        RouteChoice.Choose(PoolOf(entries), priority, null, null, Now, new Random(1))?.Entry;
}
