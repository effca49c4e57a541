using CsCheck;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Core.Routing;
using Xunit;
using static MultiplexCluster.Core.Tests.Routing.RoutingCases;

namespace MultiplexCluster.Core.Tests.Routing;

public sealed class StartEstimateTests
{
    private static readonly Gen<RoutingEntry> AnyEntry =
        Gen.Select(Gen.Enum<EndpointState>(), Gen.Long[0, 100_000], Gen.Int[0, 20], Gen.Int[0, 50], Gen.Int[-1, 10_000_000], Gen.Int[1, 10], At);

    [Fact]
    public void It_is_never_in_the_past() =>
        Gen.Select(AnyEntry, Gen.Int[0, 100_000]).Sample((entry, ahead) => StartEstimate.At(entry, ahead, Now) is not { } start || start >= TimeSpan.Zero);

    [Fact]
    public void The_more_are_ahead_the_later_it_is() =>
        Gen.Select(AnyEntry, Gen.Int[0, 100_000], Gen.Int[0, 1_000]).Sample((entry, ahead, more) =>
            StartEstimate.At(entry, ahead, Now) is not { } start || StartEstimate.At(entry, ahead + more, Now) is not { } later || later >= start);

    [Fact]
    public void It_is_never_before_a_pause_ends() =>
        Gen.Select(AnyEntry, Gen.Int[0, 1_000]).Sample((entry, ahead) =>
            StartEstimate.At(entry, ahead, Now) is not { } start
            || entry.State is not (EndpointState.CoolingDown or EndpointState.CircuitOpen or EndpointState.Quarantined)
            || Now + start >= entry.Until);

    [Theory]
    [InlineData(EndpointState.Available, 0, 1, 0, 0)] // a slot is free
    [InlineData(EndpointState.Available, 0, 2, 0, 500)] // the next of two calls of 1 s
    [InlineData(EndpointState.Available, 0, 2, 3, 2_000)]
    [InlineData(EndpointState.CoolingDown, 9_000, 0, 0, 9_000)]
    [InlineData(EndpointState.CoolingDown, 9_000, 0, 4, 11_000)]
    [InlineData(EndpointState.Quarantined, 9_000, 0, 0, 9_000)]
    public void Slots_turn_over_by_the_time_calls_take(EndpointState state, long forMs, int running, int ahead, int expectedMs) =>
        Assert.Equal(TimeSpan.FromMilliseconds(expectedMs), StartEstimate.At(At(state, forMs, running, ahead, 1_000, 2), ahead, Now));

    [Theory]
    [InlineData(EndpointState.Disabled, 1_000)]
    [InlineData(EndpointState.Draining, 1_000)]
    [InlineData(EndpointState.Quarantined, 1_000)]
    [InlineData(EndpointState.Available, 0)]
    [InlineData(EndpointState.Available, -1)]
    public void Where_nothing_tells_there_is_none(EndpointState state, int holdMs) =>
        Assert.Null(StartEstimate.At(At(state, 0, 2, 1, holdMs, 2), 1, Now));

    [Fact]
    public void Of_several_endpoints_the_earliest_counts_and_those_that_may_not_serve_it_do_not()
    {
        var slow = At(EndpointState.Available, 0, 1, 1, 60_000, 1, "slow");
        var fast = At(EndpointState.Available, 0, 1, 2, 1_000, 1, "fast");
        var other = At(EndpointState.Available, 0, 0, 0, 1_000, 1, "other", ["x"]);

        var obstacles = Obstacles.Of(PoolOf(slow, fast, other), PriorityClass.Medium, "m", null, Now, (slow.Id, 1));

        Assert.Equal(TimeSpan.FromSeconds(3), obstacles.EarliestStart);
        Assert.Equal(
            [("slow", ObstacleKind.AtCapacity, 60.0), ("fast", ObstacleKind.AtCapacity, 3.0), ("other", ObstacleKind.OtherModels, null)],
            obstacles.Named.Select(o => (o.Endpoint.Value, o.Kind, o.Start?.TotalSeconds)));
        var there = Obstacles.Of(PoolOf(slow, fast, other), PriorityClass.Medium, "m", null, Now, (fast.Id, 2));
        Assert.Equal(TimeSpan.FromSeconds(2), there.EarliestStart);
    }

    [Fact]
    public void Reasons_are_told_by_the_names_of_states()
    {
        var wall = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
        var a = EndpointId.Parse("a");

        Assert.Equal("cooling_down until 2026-01-02T03:04:15Z", ObstacleText.Reason(new Obstacle(a, ObstacleKind.CoolingDown, TimeSpan.FromSeconds(10)), wall));
        Assert.Equal("at capacity", ObstacleText.Reason(new Obstacle(a, ObstacleKind.AtCapacity), wall));
        Assert.Equal("model not served", ObstacleText.Reason(new Obstacle(a, ObstacleKind.OtherModels), wall));
        Assert.All(Enum.GetValues<ObstacleKind>(), kind => Assert.NotEmpty(ObstacleText.Reason(new Obstacle(a, kind), wall)));
    }

    private static RoutingEntry At(EndpointState state, long forMs, int running, int waiting, int holdMs, int slots) =>
        At(state, forMs, running, waiting, holdMs, slots, "a");

    private static RoutingEntry At(
        EndpointState state, long forMs, int running, int waiting, int holdMs, int slots, string id, IReadOnlyList<string>? models = null)
    {
        var entry = new RoutingEntry(EndpointId.Parse(id)) { Settings = Plain() with { MaxConcurrentRequests = slots, Models = models ?? [] } };
        entry.Heard(new EndpointLoad(state, forMs, running, 0, waiting) { MeanHoldMs = holdMs }, Now);
        return entry;
    }
}
