using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Core.Routing;
using Xunit;
using static MultiplexCluster.Core.Tests.Routing.RoutingCases;

namespace MultiplexCluster.Core.Tests.Routing;

public sealed class ObstaclesTests
{
    private static readonly DateTimeOffset Wall = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Fact]
    public void Each_endpoint_is_named_with_what_keeps_it_and_until_when()
    {
        var trail = new CallTrail();
        trail.Attempted(EndpointId.Parse("spent"));
        trail.Attempted(EndpointId.Parse("barred"));
        trail.Bar(EndpointId.Parse("barred"));
        trail.Refuse(EndpointId.Parse("gone"));
        var pool = PoolOf(
            Entry("off", state: EndpointState.Disabled),
            Entry("leaving", state: EndpointState.Draining),
            Entry("refused", state: EndpointState.Quarantined),
            Entry("empty", state: EndpointState.Quarantined, forMs: 60_000),
            Entry("open", state: EndpointState.CircuitOpen, forMs: 5_000),
            Entry("cooling", state: EndpointState.CoolingDown, forMs: 1_000),
            Entry("full"),
            Entry("spent", Plain() with { MaxRetries = 0 }),
            Entry("barred"),
            Entry("better", Plain(PriorityClass.High)),
            Entry("other", Plain() with { Models = ["x-*"] }));

        Assert.Equal(
            "off (disabled), leaving (being deleted), refused (quarantined), empty (quarantined until 2026-01-02T03:05:05Z), "
            + "open (circuit open until 2026-01-02T03:04:10Z), cooling (cooling down until 2026-01-02T03:04:06Z), "
            + "full (takes no more at the moment), spent (its retries are used up), barred (its key can't serve this request), gone (deleted), "
            + "better (kept for requests of higher priority), other (doesn't serve this model)",
            ObstacleText.Of(Obstacles.Of(pool, PriorityClass.Medium, "m", trail, Now), Wall));
    }

    [Fact]
    public void At_most_twenty_are_named_and_those_of_other_models_last()
    {
        var others = Enumerable.Range(0, 1_000).Select(i => Entry($"o{i}", Plain() with { Models = ["x"] }));
        var pool = PoolOf(others.Append(Entry("mine", state: EndpointState.Disabled)));

        var obstacles = Obstacles.Of(pool, PriorityClass.Medium, "m", null, Now);

        Assert.Equal((20, 981), (obstacles.Named.Count, obstacles.More));
        Assert.StartsWith("mine (disabled), o0 (", ObstacleText.Of(obstacles, Wall), StringComparison.Ordinal);
        Assert.EndsWith(" and 981 more", ObstacleText.Of(obstacles, Wall), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_kind_there_is_has_its_words() => Assert.All(Enum.GetValues<ObstacleKind>(), kind =>
        Assert.NotEmpty(ObstacleText.Of(new Obstacles([new Obstacle(EndpointId.Parse("a"), kind)], 0), Wall)));

    [Fact]
    public void An_empty_pool_has_none() => Assert.Empty(Obstacles.Of(null, PriorityClass.Medium, null, null, Now).Named);
}
