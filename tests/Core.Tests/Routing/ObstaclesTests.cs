using CsCheck;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;
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
        trail.Note(EndpointId.Parse("short"), new RefusalNote(ObstacleKind.NoRoom, Now + TimeSpan.FromSeconds(60), "its tokens_per_minute have no room"));
        trail.Note(EndpointId.Parse("paused"), new RefusalNote(ObstacleKind.ModelPaused, Now + TimeSpan.FromSeconds(9), "its quota is used up"));
        var pool = PoolOf(
            Entry("off", state: EndpointState.Disabled),
            Entry("leaving", state: EndpointState.Draining),
            Entry("refused", state: EndpointState.Quarantined),
            Entry("empty", state: EndpointState.Quarantined, forMs: 60_000),
            Entry("open", state: EndpointState.CircuitOpen, forMs: 5_000),
            Entry("cooling", state: EndpointState.CoolingDown, forMs: 1_000),
            Limited("out", MinuteLimit.Requests),
            Limited("spare", MinuteLimit.Tokens),
            Entry("full", Plain() with { QueueSize = 2 }, running: 2, waiting: 2),
            Entry("plain", Plain() with { QueueEnabled = false }, running: 2),
            Entry("busy", running: 2),
            Entry("short"),
            Entry("paused"),
            Entry("spent", Plain() with { MaxRetries = 0 }),
            Entry("barred"),
            Entry("better", Plain(PriorityClass.High)),
            Entry("other", Plain() with { Models = ["x-*"] }));

        Assert.Equal(
            "off (disabled), leaving (draining), refused (quarantined), empty (quarantined until 2026-01-02T03:05:05Z), "
            + "open (circuit_open until 2026-01-02T03:04:10Z), cooling (cooling_down until 2026-01-02T03:04:06Z), "
            + "out (out of requests_per_minute until 2026-01-02T03:04:35Z), spare (no room in its tokens_per_minute until 2026-01-02T03:04:35Z), "
            + "full (queue full (2 of 2)), plain (no queue), busy (at capacity), short (its tokens_per_minute have no room), "
            + "paused (model paused until 2026-01-02T03:04:14Z, its quota is used up), "
            + "spent (its retries are used up), barred (its key can't serve this request), gone (deleted), "
            + "better (kept for requests of higher priority), other (model not served)",
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
    public void Nothing_starts_before_the_moment_an_endpoint_named_and_what_it_said_of_it_ends_with_that()
    {
        var trail = new CallTrail();
        trail.Note(EndpointId.Parse("a"), new RefusalNote(ObstacleKind.NoRoom, Now + TimeSpan.FromSeconds(60), "why"));
        var pool = PoolOf(Entry("a"));

        Assert.Equal(TimeSpan.FromSeconds(60), Obstacles.Of(pool, PriorityClass.Medium, null, trail, Now).EarliestStart);
        Assert.Equal(ObstacleKind.Free, Obstacles.Of(pool, PriorityClass.Medium, null, trail, Now + TimeSpan.FromSeconds(60)).Named[0].Kind);
    }

    [Fact]
    public void Who_waits_out_a_delay_of_its_own_starts_at_its_end_whoever_has_a_slot()
    {
        var obstacles = Obstacles.Of(PoolOf(Entry("a"), Entry("b", running: 2), Entry("c", state: EndpointState.Disabled)), PriorityClass.Medium, null, null, Now)
            .Delayed(TimeSpan.FromSeconds(5), isRetry: true);

        Assert.Equal(TimeSpan.FromSeconds(5), obstacles.EarliestStart);
        Assert.Equal(
            "a (waits for its next try until 2026-01-02T03:04:10Z), b (waits for its next try until 2026-01-02T03:04:10Z), c (disabled)",
            ObstacleText.Of(obstacles, Wall));
    }

    [Fact]
    public void A_tier_that_must_not_be_stood_in_for_is_named_and_nothing_of_it_passes()
    {
        var pool = new Pool(new PoolRules(default, EmptyTier.Refuse));
        pool.Add(Entry("low", Plain(PriorityClass.Low)));

        var obstacles = Obstacles.Of(pool, PriorityClass.High, null, null, Now);

        Assert.Equal("low (kept for requests of priority low)", ObstacleText.Of(obstacles, Wall));
        Assert.False(obstacles.MayPass);
        Assert.True(Obstacles.Of(PoolOf(Entry("a", running: 2)), PriorityClass.Medium, null, null, Now).MayPass);
    }

    private static RoutingEntry Limited(string id, MinuteLimit limit)
    {
        var entry = Entry(id);
        entry.Heard(new EndpointLoad(EndpointState.CoolingDown, 30_000, 0, 0, 0) { Limit = limit }, Now);
        return entry;
    }

    [Fact]
    public void An_empty_pool_has_none() => Assert.Empty(Obstacles.Of(null, PriorityClass.Medium, null, null, Now).Named);

    // Defect: the fiftieth of those alike was told the start of the first.
    [Fact]
    public void Each_of_many_alike_is_told_its_own_start()
    {
        var (a, b) = (Busy("a", waiting: 60), Busy("b", waiting: 100));
        var alike = PoolObstacles.Of(PoolOf(a, b), PriorityClass.Medium, null, waits: true, Now);

        Assert.Equal(1, alike.For(null, (a.Id, 1), Now).EarliestStart!.Value.TotalSeconds);
        Assert.Equal(50, alike.For(null, (a.Id, 50), Now).EarliestStart!.Value.TotalSeconds);
        Assert.Equal(61, alike.For(null, (b.Id, 90), Now).EarliestStart!.Value.TotalSeconds);
    }

    [Fact]
    public void What_is_found_for_those_alike_tells_each_the_same_as_if_it_were_found_for_it_alone() => Gen.Select(
        Gen.Int[0, 30].Array[0, 40], Gen.Int[0, 45].Array[0, 12], Gen.Int[0, 3].Array[12], Gen.Int[-1, 45], Gen.Bool).Sample((waiting, been, how, at, waits) =>
    {
        var pool = PoolOf(waiting.Select((n, i) => i % 7 == 6
            ? Entry($"e{i}", Plain() with { Models = ["x"] })
            : Busy($"e{i}", n, Plain(limit: 1) with { MaxRetries = i % 2 })));
        CallTrail? trail = been.Length == 0 ? null : new CallTrail();
        foreach (var (i, e) in been.Index())
        {
            var id = EndpointId.Parse($"e{e}");
            (how[i] switch { 0 => trail!.Attempted, 1 => trail!.Bar, _ => (Action<EndpointId>)trail!.Refuse })(id);
        }

        (EndpointId, int)? place = waits && at >= 0 ? (EndpointId.Parse($"e{at}"), 3) : null;
        var told = PoolObstacles.Of(pool, PriorityClass.Medium, "m", waits, Now).For(trail, place, Now);

        var each = pool.Entries.Select(entry =>
            PoolObstacles.Of(PoolOf(entry), PriorityClass.Medium, "m", waits, Now).For(OnlyOf(entry.Id), place is { Item1: var own } && own == entry.Id ? place : null, Now));
        Assert.Equal(each.Min(o => o.EarliestStart), told.EarliestStart);
        var gone = been.Where((e, i) => how[i] > 1 && e >= waiting.Length).Distinct().Count();
        Assert.Equal(Math.Min(20, waiting.Length + gone), told.Named.Count);
        Assert.Equal(waiting.Length + gone, told.Named.Count + told.More);
        Assert.All(told.Named.Where(o => o.Kind is not ObstacleKind.Gone), o => Assert.Contains(o, each.SelectMany(x => x.Named)));

        CallTrail? OnlyOf(EndpointId id)
        {
            var only = new CallTrail();
            foreach (var (i, e) in been.Index().Where(b => $"e{b.Item}" == id.Value))
            {
                (how[i] switch { 0 => only.Attempted, 1 => only.Bar, _ => (Action<EndpointId>)only.Refuse })(id);
            }

            return been.Length == 0 ? null : only;
        }
    });

    private static RoutingEntry Busy(string id, int waiting, EndpointSettings? settings = null)
    {
        var entry = new RoutingEntry(EndpointId.Parse(id)) { Settings = settings ?? Plain(limit: 1) };
        entry.Heard(new EndpointLoad(EndpointState.Available, 0, 1, 0, waiting) { MeanHoldMs = 1_000 }, Now);
        return entry;
    }
}
