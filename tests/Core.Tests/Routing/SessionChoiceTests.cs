using CsCheck;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Core.Routing;
using Xunit;
using static MultiplexCluster.Core.Tests.Routing.RoutingCases;

namespace MultiplexCluster.Core.Tests.Routing;

public sealed class SessionChoiceTests
{
    private static readonly Gen<RoutingEntry> Entries =
        Gen.Select(Gen.Int[0, 1_000_000], Gen.Int[0, 6], Gen.Int[1, 9], Gen.Int[0, 9], Gen.Int[0, 3], Gen.Int[0, 2])
            .Select((id, state, limit, running, waiting, tier) =>
                Entry($"e{id}", Plain((PriorityClass)tier, limit), (EndpointState)state, Math.Min(limit, running), waiting, 100));

    [Fact]
    public void It_stays_with_the_endpoint_that_served_it_last_and_every_node_begins_at_the_same_one() =>
        Gen.Select(Gen.ULong, Gen.Int[1, 90], Gen.Int[0, int.MaxValue]).Sample((session, count, seed) =>
        {
            var entries = Enumerable.Range(0, count).Select(i => Entry($"e{i}")).ToArray();
            var first = Choose(entries, session)!.Entry;
            var shuffled = entries.ToArray();
            new Random(seed).Shuffle(shuffled);
            var last = entries[seed % count];
            return Choose(shuffled, session)!.Entry == first && Choose(entries, session, last)!.Entry == last;
        });

    [Fact]
    public void It_never_chooses_what_the_request_may_not_use_nor_waits_beside_a_free_slot_nor_loads_beyond_the_bound() =>
        Gen.Select(Entries.Array[1, 30], Gen.ULong, Gen.Int[0, 2], Gen.Int[0, 29], Gen.Int[0, 5]).Sample((entries, session, p, last, barred) =>
        {
            var priority = (PriorityClass)p;
            var trail = new CallTrail();
            Array.ForEach([.. entries.Take(barred)], e => trail.Bar(e.Id));
            var home = RouteChoice.HomeTier(PoolOf(entries), priority, null);
            var loads = entries.Where(e => e.Serves && e.Settings.Tier == home && trail.VerdictOn(e) is TrailVerdict.Untried)
                .Where(e => Fitness.Of(e, Now).Class is FitnessClass.FreeSlot or FitnessClass.Queue).ToList();
            var free = loads.Where(e => Fitness.Of(e, Now).Class is FitnessClass.FreeSlot).ToList();
            var chosen = SessionChoice.Choose(PoolOf(entries), priority, null, session, entries[last % entries.Length], trail, Now);

            // None is chosen only where none is within the bound: of those with a free slot where there are any, else of the queues.
            return chosen is not { } found
                ? !(free.Count > 0 ? free : loads).Exists(e => IsWithin(e, quarters: 2))
                : (free.Count > 0 ? free : loads).Contains(found.Entry)
                    && found.Fitness == (free.Count > 0 ? FitnessClass.FreeSlot : FitnessClass.Queue)
                    && IsWithin(found.Entry, quarters: 3);

            bool IsWithin(RoutingEntry entry, int quarters)
            {
                var limit = entry.Settings.MaxConcurrentRequests;
                return free.Count > 0
                    ? entry.Running + 1 <= Math.Max(Bound(loads.Sum(e => e.Running), limit), ((quarters * limit) + 3) / 4)
                    : entry.Waiting + 1 <= Bound(loads.Sum(e => e.Waiting), limit);
            }

            double Bound(int calls, int limit) => Math.Ceiling(1.25 * (calls + 1) * limit / loads.Sum(e => e.Settings.MaxConcurrentRequests));
        });

    // Defect: a higher request waited in its session's queue though a slot of a lower tier was free.
    [Fact]
    public void It_waits_in_no_queue_beside_a_slot_that_a_strategy_finds() =>
        Gen.Select(Entries.Array[1, 30], Gen.ULong, Gen.Int[0, 2], Gen.Int[0, 29], Gen.Enum<RoutingStrategy>()).Sample((entries, session, p, last, strategy) =>
        {
            var (pool, priority) = (PoolOf(entries), (PriorityClass)p);
            var bySession = SessionChoice.Choose(pool, priority, null, session, entries[last % entries.Length], null, Now);
            var byStrategy = RouteChoice.Choose(pool, priority, null, null, Now, new Random(1), strategy);
            var chosen = SessionChoice.OrStrategy(pool, priority, null, session, entries[last % entries.Length], null, Now, new Random(1), strategy);
            return (chosen?.StartsAtOnce ?? false) == (bySession is { StartsAtOnce: true } || byStrategy is { StartsAtOnce: true })
                && (chosen is null) == (byStrategy is null)
                && (bySession is not { StartsAtOnce: true } || chosen == bySession);
        });

    [Theory]
    [InlineData(10)]
    [InlineData(200)]
    public void Where_its_own_tier_is_full_it_borrows_a_lower_tiers_slot_and_else_stays_in_its_queue(int count)
    {
        RoutingEntry[] full = [.. Enumerable.Range(0, count).Select(i => Entry($"e{i}", running: 2, waiting: 1))];
        var free = Entry("free", Plain(PriorityClass.Low));

        Assert.Equal(free, Choose([.. full, free]).Entry);
        Assert.Equal((full[3], FitnessClass.Queue), Choose(full) is var stays ? (stays.Entry, stays.Fitness) : default);

        RouteDecision Choose(RoutingEntry[] entries) =>
            SessionChoice.OrStrategy(PoolOf(entries), PriorityClass.Medium, null, 7, full[3], null, Now, new Random(1))!.Value;
    }

    [Fact]
    public void The_one_that_served_last_counts_no_more_once_it_is_of_another_tier_or_pool_or_does_not_serve_the_model()
    {
        RoutingEntry[] others = [.. Enumerable.Range(0, 90).Select(i => Entry($"e{i}"))];
        var gone = Entry("gone");
        var (moved, limited) = (Entry("moved", Plain(PriorityClass.Low)), Entry("limited", Plain() with { Models = ["x"] }));
        var pool = PoolOf([.. others, gone, moved, limited]);
        Assert.Equal(gone, Last(pool, gone));
        pool.Remove(gone);

        Assert.All([gone, moved, limited], last => Assert.NotEqual(last, Last(pool, last)));
        pool.Add(gone);
        Assert.Equal(gone, Last(pool, gone));

        static RoutingEntry Last(Pool pool, RoutingEntry last) => SessionChoice.Choose(pool, PriorityClass.Medium, "y", 7, last, null, Now)!.Value.Entry;
    }

    [Fact]
    public void One_that_is_busier_than_the_others_gives_its_conversations_away_until_it_is_not()
    {
        RoutingEntry[] entries = [Entry("a", Plain(limit: 8), running: 6), Entry("b", Plain(limit: 8)), Entry("c", Plain(limit: 8))];

        Assert.NotEqual("a", Choose(entries, 7, entries[0])!.Entry.Id.Value);
        Assert.Equal("a", Choose([entries[0], Entry("b", Plain(limit: 8), running: 6)], 7, entries[0])!.Entry.Id.Value);
    }

    [Fact]
    public void Where_none_is_free_it_waits_at_its_own_while_that_queue_is_not_longer_than_the_others()
    {
        var own = Entry("own", running: 2, waiting: 3);

        Assert.Equal("own", Choose([own, Entry("b", running: 2, waiting: 3)], 7, own)!.Entry.Id.Value);
        Assert.Equal("b", Choose([own, Entry("b", running: 2)], 7, own)!.Entry.Id.Value);
    }

    [Fact]
    public void New_conversations_spread_over_the_endpoints()
    {
        var entries = Enumerable.Range(0, 4).Select(i => Entry($"e{i}", Plain(limit: 10_000))).ToArray();
        var counts = Enumerable.Range(1, 4_000).CountBy(s => Choose(entries, StableHash.Of($"session {s}"))!.Entry).ToList();

        Assert.All(counts, count => Assert.InRange(count.Value, 900, 1_100));
        var many = Enumerable.Range(0, 200).Select(i => Entry($"e{i}")).ToArray();
        Assert.InRange(Enumerable.Range(1, 4_000).Select(s => Choose(many, StableHash.Of($"session {s}"))!.Entry).Distinct().Count(), 180, 200);
    }

    [Fact]
    public void A_memory_holds_the_latest_and_each_for_a_while()
    {
        var memory = new SessionMemory(3, TimeSpan.FromHours(1));
        var (a, b) = (EndpointId.Parse("a"), EndpointId.Parse("b"));
        for (var i = 1UL; i <= 3; i++)
        {
            memory.Note(i, a, Now);
        }

        memory.Note(1, b, Now + TimeSpan.FromMinutes(30));
        memory.Note(4, a, Now + TimeSpan.FromMinutes(31));

        Assert.Equal(3, memory.Count);
        Assert.Equal((b, null, a), (memory.Find(1, Now), memory.Find(2, Now), memory.Find(3, Now)));
        Assert.Equal((b, null), (memory.Find(1, Now + TimeSpan.FromHours(1)), memory.Find(3, Now + TimeSpan.FromHours(1))));
        memory.Note(5, a, Now + TimeSpan.FromHours(1));
        Assert.Equal(3, memory.Count);
    }

    private static RouteChoiceResult? Choose(RoutingEntry[] entries, ulong session, RoutingEntry? last = null) =>
        SessionChoice.Choose(PoolOf(entries), PriorityClass.Medium, null, session, last, null, Now) is { } found ? new(found.Entry) : null;

    private sealed record RouteChoiceResult(RoutingEntry Entry);
}
