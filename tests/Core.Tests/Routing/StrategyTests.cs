using CsCheck;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Core.Routing;
using Xunit;
using static MultiplexCluster.Core.Tests.Routing.RoutingCases;

namespace MultiplexCluster.Core.Tests.Routing;

public sealed class StrategyTests
{
    private static readonly Gen<RoutingEntry> Entries =
        Gen.Select(Gen.Int[0, 1_000_000], Gen.Int[0, 6], Gen.Int[1, 3], Gen.Int[0, 3], Gen.Int[0, 2], Gen.Int[1, 1_000])
            .Select((id, state, limit, running, waiting, weight) =>
                Entry($"e{id}", Plain(limit: limit, weight: weight), (EndpointState)state, running, waiting, 100));

    private static readonly Gen<RoutingStrategy> Any = Gen.Enum<RoutingStrategy>();

    public static TheoryData<RoutingStrategy> Balanced =>
        [RoutingStrategy.LeastLoaded, RoutingStrategy.Weighted, RoutingStrategy.RoundRobin, RoutingStrategy.LowestLatency];

    [Fact]
    public void None_chooses_an_endpoint_that_does_not_serve_or_that_the_request_may_not_go_to() =>
        Gen.Select(Entries.Array[0, 90], Any, Gen.Int[0, 90], Gen.Int[0, int.MaxValue]).Sample((entries, strategy, barred, seed) =>
        {
            var trail = new CallTrail();
            Array.ForEach([.. entries.Take(barred)], e => trail.Bar(e.Id));
            var ids = entries.Take(barred).Select(e => e.Id).ToHashSet();
            return Strategies.Choose(strategy, new TierCandidates(entries), trail, Now, new Random(seed)) is { } chosen
                ? chosen.Entry.Serves && !ids.Contains(chosen.Entry.Id)
                : entries.All(e => !e.Serves || ids.Contains(e.Id));
        });

    [Fact]
    public void Of_up_to_sixty_four_each_prefers_a_free_slot() =>
        Gen.Select(Entries.Array[1, 64], Any, Gen.Int[0, int.MaxValue]).Sample((entries, strategy, seed) =>
        {
            var anyFree = entries.Any(e => e.Serves && Fitness.Of(e, Now).Class is FitnessClass.FreeSlot);
            var chosen = Strategies.Choose(strategy, new TierCandidates(entries), null, Now, new Random(seed));
            return anyFree == (chosen?.Fitness.Class is FitnessClass.FreeSlot);
        });

    [Fact]
    public void Of_more_each_chooses_one_that_admits_whenever_anyone_does() =>
        Gen.Select(Entries.Array[65, 200], Any, Gen.Int[0, int.MaxValue]).Sample((entries, strategy, seed) =>
        {
            var admits = entries.Any(e => e.Serves && Fitness.Of(e, Now).Class is FitnessClass.FreeSlot or FitnessClass.Queue);
            var chosen = Strategies.Choose(strategy, new TierCandidates(entries), null, Now, new Random(seed));
            return !admits || chosen?.Fitness.Class is FitnessClass.FreeSlot or FitnessClass.Queue;
        });

    [Theory]
    [MemberData(nameof(Balanced))]
    public void Three_hundred_calls_on_four_equal_endpoints_spread_within_a_tenth(RoutingStrategy strategy) => Gen.Int[0, int.MaxValue].Sample(
        seed =>
        {
            var counts = Spread(strategy, Enumerable.Range(0, 4).Select(i => Entry($"e{i}", Plain(limit: 5))).ToArray(), 300, seed);
            return counts.All(count => count is >= 68 and <= 82);
        },
        iter: 50);

    [Fact]
    public void Two_choices_keep_the_load_even_though_not_each_count() => Gen.Int[0, int.MaxValue].Sample(
        seed =>
        {
            var counts = Spread(RoutingStrategy.PowerOfTwo, Enumerable.Range(0, 4).Select(i => Entry($"e{i}", Plain(limit: 5))).ToArray(), 300, seed);
            return counts.All(count => count is >= 55 and <= 95);
        },
        iter: 50);

    [Fact]
    public void Turns_are_smooth_and_exactly_by_weight()
    {
        RoutingEntry[] entries = [Entry("a", Plain(weight: 5)), Entry("b"), Entry("c")];
        var tier = new TierCandidates(entries);

        var turns = string.Concat(Enumerable.Range(0, 14).Select(_ =>
            Strategies.Choose(RoutingStrategy.Weighted, tier, null, Now, new Random(1))!.Value.Entry.Id.Value));

        Assert.Equal("aabacaaaabacaa", turns);
    }

    [Fact]
    public void Turns_of_hundreds_are_about_by_weight()
    {
        var entries = Enumerable.Range(0, 200).Select(i => Entry($"e{i}", Plain(weight: 1 + (i % 3)))).ToArray();
        var tier = new TierCandidates(entries);
        var random = new Random(5);
        var counts = new int[4];
        for (var i = 0; i < 40_000; i++)
        {
            counts[Strategies.Choose(RoutingStrategy.Weighted, tier, null, Now, random)!.Value.Entry.Settings.Weight]++;
        }

        // 67, 67 and 66 endpoints of weight 1, 2 and 3: 399 in all.
        Assert.InRange(counts[1] / 40_000d, 0.158, 0.178);
        Assert.InRange(counts[3] / 40_000d, 0.486, 0.506);
    }

    [Fact]
    public void The_quickest_is_preferred_until_it_is_busy_and_the_unknown_is_tried_by_one_call_at_a_time()
    {
        var (quick, slow, unknown) = (Entry("quick", Plain(limit: 4)), Entry("slow", Plain(limit: 4)), Entry("unknown", Plain(limit: 4)));
        quick.FirstByteCame(TimeSpan.FromMilliseconds(100), Now);
        slow.FirstByteCame(TimeSpan.FromMilliseconds(160), Now);
        var tier = new TierCandidates(quick, slow, unknown);

        var order = string.Join(' ', Enumerable.Range(0, 7).Select(_ => Take(tier)));

        Assert.Equal("unknown quick quick quick slow quick slow", order);
    }

    [Fact]
    public void A_time_to_first_byte_decays_and_is_forgotten()
    {
        var time = default(FirstByteTime).With(TimeSpan.FromMilliseconds(100), Now);
        time = time.With(TimeSpan.FromMilliseconds(200), Now + TimeSpan.FromSeconds(1));
        Assert.Equal(120, time.At(Now + TimeSpan.FromSeconds(1)));
        time = time.With(TimeSpan.FromMilliseconds(500), Now + TimeSpan.FromSeconds(20));
        Assert.Equal(500, time.At(Now + TimeSpan.FromSeconds(20)));
        Assert.Null(time.At(Now + TimeSpan.FromSeconds(80)));
    }

    [Fact]
    public void What_others_run_counts_less_the_longer_ago_it_was_heard_and_own_calls_always_count()
    {
        var entry = Entry("e", Plain(limit: 10), running: 8);
        entry.OwnRunning = 2;

        Assert.Equal([10, 10, 6, 4, 3, 2], new[] { 0, 0.9, 1.5, 2.5, 3.5, 40 }.Select(s => entry.RunningAt(Now + TimeSpan.FromSeconds(s))));
        Assert.Equal(FitnessClass.Queue, Fitness.Of(entry, Now).Class);
        Assert.Equal(FitnessClass.FreeSlot, Fitness.Of(entry, Now + TimeSpan.FromSeconds(2)).Class);
        entry.Heard(new EndpointLoad(EndpointState.Available, 0, 3, 2, 0), Now);
        Assert.Equal(3, entry.RunningAt(Now));
    }

    private static string Take(TierCandidates tier)
    {
        var entry = Strategies.Choose(RoutingStrategy.LowestLatency, tier, null, Now, new Random(1))!.Value.Entry;
        entry.OwnRunning++;
        return entry.Id.Value;
    }

    /// <summary>Calls of equal length on up to twelve slots at a time; how many each endpoint got.</summary>
    private static int[] Spread(RoutingStrategy strategy, RoutingEntry[] entries, int calls, int seed)
    {
        var tier = new TierCandidates(entries);
        var random = new Random(seed);
        var running = new Queue<RoutingEntry>();
        var counts = entries.ToDictionary(e => e, _ => 0);
        for (var i = 1; i <= calls; i++)
        {
            if (running.Count == 12)
            {
                var ended = running.Dequeue();
                ended.OwnRunning--;
                ended.FirstByteCame(TimeSpan.FromMilliseconds(100), Now);
            }

            var chosen = Strategies.Choose(strategy, tier, null, Now, random)!.Value.Entry;
            chosen.OwnRunning++;
            chosen.LastUsed = i;
            counts[chosen]++;
            running.Enqueue(chosen);
        }

        return [.. counts.Values];
    }
}
