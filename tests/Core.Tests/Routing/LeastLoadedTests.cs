using CsCheck;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Core.Routing;
using Xunit;
using static MultiplexCluster.Core.Tests.Routing.RoutingCases;

namespace MultiplexCluster.Core.Tests.Routing;

public sealed class LeastLoadedTests
{
    private static readonly Gen<RoutingEntry> Entries =
        Gen.Select(Gen.Int[0, 1_000_000], Gen.Int[0, 6], Gen.Int[1, 3], Gen.Int[0, 3], Gen.Int[0, 2], Gen.Int[1, 5_000])
            .Select((id, state, limit, running, waiting, ms) =>
                Entry($"e{id}", Plain(limit: limit), (EndpointState)state, running, waiting, ms));

    [Fact]
    public void Up_to_sixty_four_the_fittest_is_found() => Entries.Array[0, 64].Sample(entries =>
    {
        var chosen = LeastLoaded.Choose(entries, null, Now, new Random(1));
        var serving = entries.Where(e => e.Serves).ToList();
        return chosen is { } found
            ? serving.TrueForAll(e => !Fitness.Of(e, Now).IsBetterThan(found.Fitness)) && found.Entry.Serves
            : serving.Count == 0;
    });

    [Fact]
    public void Beyond_that_what_is_chosen_admits_whenever_anyone_does() =>
        Gen.Select(Entries.Array[65, 300], Gen.Int[0, int.MaxValue]).Sample((entries, seed) =>
        {
            var chosen = LeastLoaded.Choose(entries, null, Now, new Random(seed));
            var best = entries.Where(e => e.Serves).Select(e => (FitnessClass?)Fitness.Of(e, Now).Class).Min();
            return best is FitnessClass.FreeSlot or FitnessClass.Queue
                ? chosen is { Fitness.Class: FitnessClass.FreeSlot or FitnessClass.Queue }
                : best == chosen?.Fitness.Class;
        });

    [Fact]
    public void Of_thousands_of_busy_ones_only_some_are_looked_at()
    {
        var shortest = Entry("shortest", running: 2, waiting: 0);
        RoutingEntry[] entries = [shortest, .. Enumerable.Range(0, 5_000).Select(i => Entry($"e{i}", running: 2, waiting: 5))];

        var chosen = Enumerable.Range(0, 100).Select(seed => LeastLoaded.Choose(entries, null, Now, new Random(seed))!.Value).ToList();

        Assert.All(chosen, c => Assert.Equal(FitnessClass.Queue, c.Fitness.Class));
        Assert.InRange(chosen.Count(c => c.Entry == shortest), 0, 20);
    }

    [Fact]
    public void One_that_does_not_answer_comes_after_a_queue_and_before_a_pause_until_it_is_heard_of()
    {
        var silent = Entry("silent");
        var queue = Entry("queue", running: 2, waiting: 50);
        var paused = Entry("paused", state: EndpointState.CoolingDown, forMs: 10);
        silent.IsSilent = true;

        Assert.Same(queue, LeastLoaded.Choose([silent, queue, paused], null, Now, new Random(1))!.Value.Entry);
        Assert.Same(silent, LeastLoaded.Choose([silent, paused], null, Now, new Random(1))!.Value.Entry);
        silent.Heard(new(EndpointState.Available, 0, 0, 0, 0), Now);
        Assert.Same(silent, LeastLoaded.Choose([silent, queue, paused], null, Now, new Random(1))!.Value.Entry);
    }

    [Fact]
    public void Of_many_idle_ones_load_stays_even()
    {
        var entries = Enumerable.Range(0, 500).Select(i => Entry($"e{i}", Plain(limit: 100))).ToArray();
        var random = new Random(7);

        for (var i = 0; i < 500 * 10; i++)
        {
            LeastLoaded.Choose(entries, null, Now, random)!.Value.Entry.OwnRunning++;
        }

        Assert.True(entries.Max(e => e.OwnRunning) <= 15, "the better of two keeps the longest near the mean of 10");
    }

    [Fact]
    public void Calls_in_flight_are_shared_by_weight()
    {
        var (light, heavy) = (Entry("light", Plain(limit: 1000)), Entry("heavy", Plain(limit: 1000, weight: 3)));

        for (var i = 0; i < 400; i++)
        {
            LeastLoaded.Choose([light, heavy], null, Now, new Random(1))!.Value.Entry.OwnRunning++;
        }

        Assert.Equal((100, 300), (light.OwnRunning, heavy.OwnRunning));
    }

    [Fact]
    public void Among_equals_the_least_recently_used_comes_first()
    {
        var (a, b) = (Entry("a"), Entry("b"));
        (a.LastUsed, b.LastUsed) = (2, 1);

        Assert.Same(b, LeastLoaded.Choose([a, b], null, Now, new Random(1))!.Value.Entry);
    }

    [Fact]
    public void A_free_slot_comes_before_a_queue_before_the_earliest_end_of_a_pause()
    {
        var free = Entry("free", running: 1);
        var queue = Entry("queue", running: 2, waiting: 50);
        var soon = Entry("soon", state: EndpointState.CoolingDown, forMs: 10);
        var late = Entry("late", state: EndpointState.CoolingDown, forMs: 20);
        var open = Entry("open", state: EndpointState.CircuitOpen, forMs: 1);
        var full = Entry("full", Plain() with { QueueEnabled = false }, running: 2);
        RoutingEntry[] order = [free, queue, soon, late, open, full];

        for (var i = 0; i < order.Length; i++)
        {
            Assert.Same(order[i], LeastLoaded.Choose([.. order[i..].Reverse()], null, Now, new Random(1))!.Value.Entry);
        }
    }

    [Fact]
    public void An_untried_endpoint_that_admits_comes_before_a_tried_one()
    {
        var trail = new CallTrail();
        var (tried, untried) = (Entry("tried"), Entry("untried", running: 2, waiting: 9));
        trail.Attempted(tried.Id);

        Assert.Same(untried, LeastLoaded.Choose([tried, untried], trail, Now, new Random(1))!.Value.Entry);
    }

    [Fact]
    public void A_tried_endpoint_that_is_free_comes_before_an_untried_one_that_is_not()
    {
        var trail = new CallTrail();
        var (tried, untried) = (Entry("tried"), Entry("untried", state: EndpointState.CoolingDown, forMs: 1000));
        trail.Attempted(tried.Id);

        Assert.Same(tried, LeastLoaded.Choose([tried, untried], trail, Now, new Random(1))!.Value.Entry);
    }

    [Fact]
    public void What_the_trail_excludes_is_never_chosen() => Gen.Select(Entries.Array[1, 100], Gen.Int[0, int.MaxValue]).Sample((entries, seed) =>
    {
        var trail = new CallTrail();
        Array.ForEach(entries, e => trail.Bar(e.Id));
        return LeastLoaded.Choose(entries, trail, Now, new Random(seed)) is null;
    });

    [Fact]
    public void After_a_pause_one_question_at_a_time_goes_to_the_endpoint_although_others_are_free()
    {
        var recovered = Entry("recovered", state: EndpointState.CoolingDown, forMs: 0);
        var free = Entry("free", running: 1);

        Assert.Same(recovered, LeastLoaded.Choose([free, recovered], null, Now, new Random(1))!.Value.Entry);
        recovered.Asked = 1;
        Assert.Same(free, LeastLoaded.Choose([free, recovered], null, Now, new Random(1))!.Value.Entry);
    }
}
