using CsCheck;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Core.Moving;
using MultiplexCluster.Core.Routing;
using Xunit;
using static MultiplexCluster.Core.Tests.Routing.RoutingCases;

namespace MultiplexCluster.Core.Tests.Moving;

public sealed class WaitingRequestsTests
{
    private readonly WaitingRequests<MovableCase> _waiting = new();
    private readonly RoutingEntry _full = Entry("full", running: 2, waiting: 5);

    [Fact]
    public void Slots_go_to_classes_by_weight_and_in_a_class_to_who_came_first()
    {
        foreach (var number in Enumerable.Range(0, 39).Reverse())
        {
            Add(new MovableCase(number, _full, (PriorityClass)(number % 3)));
        }

        var taken = Take(Entry("free", Plain(limit: 100)), most: 13);

        Assert.Equal([8, 4, 1], taken.CountBy(r => r.Priority).OrderBy(c => c.Key).Select(c => c.Value));
        Assert.All(taken.GroupBy(r => r.Priority), one => Assert.Equal(one.Select(r => r.Number).Order(), one.Select(r => r.Number)));
        Assert.Equal(0, taken.First(r => r.Priority == 0).Number);
    }

    [Fact]
    public void An_endpoint_has_no_more_takers_than_slots()
    {
        foreach (var number in Enumerable.Range(0, 9))
        {
            Add(new MovableCase(number, _full));
        }

        Assert.Equal([0L, 1], Take(Entry("free", Plain(limit: 2)), most: 16).Select(r => r.Number));
        Assert.Empty(Take(Entry("busy", Plain(limit: 2), running: 2), most: 16));
        Assert.Empty(Take(Entry("off", state: EndpointState.Disabled), most: 16));
    }

    [Fact]
    public void Who_may_not_start_there_lets_those_behind_pass()
    {
        Add(new MovableCase(1, _full, Model: "other"));
        Add(new MovableCase(2, _full, Model: "served") with { Trail = Barred("free") });
        Add(new MovableCase(3, _full, Model: "served"));

        var free = Entry("free");
        var taken = _waiting.TakersOf(free, 1, () => Now, (r, _) => r.Model == "served", MoveRules.MayMove).ToList();

        Assert.Equal([3L], taken.Select(r => r.Number));
    }

    [Fact]
    public void Those_that_only_an_account_can_serve_come_first()
    {
        var shared = Entry("shared", Plain() with { QuotaGroup = "account" });
        Add(new MovableCase(1, _full));
        _waiting.Add(new MovableCase(2, _full), PoolKey.AccountOf(shared.Settings)!.Value);

        Assert.Equal([2L, 1], Take(shared, most: 16).Select(r => r.Number));
    }

    [Fact]
    public void Whatever_comes_and_goes_it_knows_who_waits_and_where() =>
        Gen.Select(Gen.Long[0, 20], Gen.Int[0, 2], Gen.Bool).Array[0, 60].Sample(steps =>
        {
            var waiting = new WaitingRequests<MovableCase>();
            var entries = new[] { Entry("a"), Entry("b"), Entry("c") };
            var expected = new Dictionary<long, MovableCase>();
            foreach (var (number, where, comes) in steps)
            {
                if (expected.Remove(number, out var there))
                {
                    waiting.Remove(there);
                }

                if (comes)
                {
                    var request = new MovableCase(number, entries[where], (PriorityClass)(number % 3), number % 2 == 0 ? "even" : null);
                    waiting.Add(expected[number] = request, PoolKey.PoolOf(entries[where].Settings));
                }
            }

            return waiting.IsEmpty == (expected.Count == 0)
                && entries.All(e => waiting.HasAt(e) == expected.Values.Any(r => r.Entry == e)
                    && waiting.At(e).SequenceEqual(expected.Values.Where(r => r.Entry == e).OrderBy(r => r.Priority).ThenBy(r => r.Number)));
        });

    private void Add(MovableCase request) => _waiting.Add(request, PoolKey.PoolOf(_full.Settings));

    private static CallTrail Barred(string id)
    {
        var trail = new CallTrail();
        trail.Bar(Entry(id).Id);
        return trail;
    }

    private List<MovableCase> Take(RoutingEntry entry, int most)
    {
        var taken = new List<MovableCase>();
        foreach (var request in _waiting.TakersOf(entry, most, () => Now, (_, _) => true, MoveRules.MayMove))
        {
            _waiting.Remove(request);
            entry.Asked++;
            taken.Add(request);
        }

        return taken;
    }
}
