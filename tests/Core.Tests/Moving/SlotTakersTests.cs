using CsCheck;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Core.Moving;
using MultiplexCluster.Core.Routing;
using Xunit;
using static MultiplexCluster.Core.Tests.Moving.MovingCases;
using static MultiplexCluster.Core.Tests.Routing.RoutingCases;

namespace MultiplexCluster.Core.Tests.Moving;

public sealed class SlotTakersTests
{
    private readonly WaitingRequests<FakeMovable> _waiting = new();
    private readonly RoutingEntry _here = Full("here");

    [Fact]
    public void A_slot_goes_to_the_longest_waiting_that_suits()
    {
        Add(1, since: 30, Model("x"));
        Add(2, since: 10, Model("x"));
        Add(3, since: 20, Model("y"));
        Add(4, since: 5, Model("z"));

        Assert.Equal([2, 3, 1], _waiting.Takers(Entry("b", Plain(limit: 5)), (request, _) => request.Kind.Model != "z"));
    }

    // Defect: the endpoint refused the oldest, whose time was over by its limit, and no other was asked.
    [Fact]
    public void However_many_have_no_time_left_at_an_endpoint_those_that_have_get_its_slots()
    {
        for (var i = 1; i <= 1_000; i++)
        {
            Add(i, since: -60_000 - i);
        }

        Add(1_001, since: -5_000);
        Add(1_002, since: -90_000, new WaitingKind { HasLimit = true });

        Assert.Equal([1_002, 1_001], _waiting.Takers(Entry("b", Plain(limit: 9) with { QueueTimeout = TimeSpan.FromSeconds(10) })));
    }

    // Defect: more than 64 in front that had tried the endpoint kept its slots from all others.
    [Fact]
    public void However_many_have_tried_an_endpoint_those_that_have_not_get_its_slots()
    {
        var b = Entry("b", Plain() with { MaxRetries = 0 });
        for (var i = 1; i <= 100; i++)
        {
            var trail = new CallTrail();
            trail.Attempted(b.Id);
            _waiting.Add(new FakeMovable(i, _here) { Trail = trail }, Key, Now);
        }

        Add(101, since: 0);

        Assert.Equal([101], _waiting.Takers(b));
    }

    // Defect: of more than 256 kinds of requests some were never looked at.
    [Fact]
    public void However_many_kinds_wait_each_is_found()
    {
        for (var i = 1; i <= 1_000; i++)
        {
            Add(i, since: i, Model($"m{i}"));
        }

        Assert.Equal([(900, "b")], _waiting.TakersIn([Entry("b")], (request, _) => request.Number == 900, looks: 10));
    }

    // Defect: each sweep looked at every group for every free endpoint.
    [Fact]
    public void What_is_too_much_for_one_look_the_next_ones_do()
    {
        for (var i = 1; i <= 100; i++)
        {
            Add(i, since: i, Model($"m{i}"));
        }

        var free = Enumerable.Range(0, 50).Select(i => Entry($"e{i}")).ToList();
        var looked = 0;
        bool Suits(FakeMovable request, RoutingEntry entry)
        {
            looked++;
            return request.Number == 7 && entry == free[^1];
        }

        var found = Enumerable.Range(0, 5).Select(_ => _waiting.TakersIn(free, Suits, looks: 1_000).Count).ToList();

        Assert.Equal([0, 0, 0, 0, 1], found);
        Assert.InRange(looked, 4_000, 5_200);
    }

    // Defect: any that only an account could serve went before all of the pool, whatever their class.
    [Fact]
    public void Those_bound_to_an_account_and_those_of_the_pool_take_one_turn_of_the_classes()
    {
        var b = Entry("b", Plain(limit: 13) with { QuotaGroup = "g" });
        for (var i = 1; i <= 13; i++)
        {
            _waiting.Add(new FakeMovable(i, _here, PriorityClass.Low), PoolKey.AccountOf(b.Settings)!.Value, Now);
            _waiting.Add(new FakeMovable(100 + i, _here, PriorityClass.High), Key, Now);
        }

        var takers = _waiting.Takers(b);

        Assert.Equal((13, 1), (takers.Count, takers.Count(number => number < 100)));
    }

    [Fact]
    public void Those_at_an_endpoint_are_told_by_class_and_age()
    {
        Add(1, since: 2, priority: PriorityClass.Low);
        Add(2, since: 3);
        Add(3, since: 1);
        _waiting.Add(new FakeMovable(4, Full("there")), Key, Now);

        Assert.Equal([3, 2, 1], _waiting.At(_here).Select(request => request.Number));
        foreach (var request in _waiting.At(_here).ToList())
        {
            _waiting.Remove(request);
        }

        Assert.False(_waiting.HasAt(_here));
        Assert.False(_waiting.IsEmpty);
    }

    [Fact]
    public void Whatever_comes_and_goes_it_knows_who_waits_and_where() =>
        Gen.Select(Gen.Long[0, 20], Gen.Int[0, 2], Gen.Bool).Array[0, 60].Sample(steps =>
        {
            var waiting = new WaitingRequests<FakeMovable>();
            var entries = new[] { Entry("a"), Entry("b"), Entry("c") };
            var expected = new Dictionary<long, FakeMovable>();
            foreach (var (number, where, comes) in steps)
            {
                if (expected.Remove(number, out var there))
                {
                    waiting.Remove(there);
                }

                if (comes)
                {
                    var request = new FakeMovable(number, entries[where], (PriorityClass)(number % 3), Model(number % 2 == 0 ? "even" : "odd"));
                    waiting.Add(expected[number] = request, PoolKey.PoolOf(entries[where].Settings));
                }
            }

            return waiting.IsEmpty == (expected.Count == 0)
                && entries.All(e => waiting.HasAt(e) == expected.Values.Any(r => r.Entry == e)
                    && waiting.At(e).SequenceEqual(expected.Values.Where(r => r.Entry == e).OrderBy(r => r.Priority).ThenBy(r => r.Number)));
        });

    private void Add(long number, int since, WaitingKind kind = default, PriorityClass priority = PriorityClass.Medium) =>
        _waiting.Add(new FakeMovable(number, _here, priority, kind), Key, Now + TimeSpan.FromMilliseconds(since));
}
