using MultiplexCluster.Core.Moving;
using MultiplexCluster.Core.Routing;
using Xunit;
using static MultiplexCluster.Core.Tests.Moving.MovingCases;
using static MultiplexCluster.Core.Tests.Routing.RoutingCases;

namespace MultiplexCluster.Core.Tests.Moving;

public sealed class StrandedRequestsTests
{
    private readonly WaitingRequests<FakeMovable> _waiting = new();
    private readonly StrandedRequests<FakeMovable> _stranded;
    private int _chosen;

    public StrandedRequestsTests() => _stranded = new(_waiting);

    // Defect: when the first stayed, all others did, though they had more to gain.
    [Fact]
    public void Those_leave_that_gain_by_it_though_others_before_them_do_not()
    {
        var paused = Full("a", waiting: 50, pausedForMs: 2_000, settings: Plain(limit: 1));
        Wait(paused, 50);

        var left = Leave(Full("b", waiting: 5), most: 100);

        Assert.DoesNotContain(1, left);
        Assert.Equal(left.Order(), left);
        Assert.InRange(left.Count, 20, 49);
    }

    // Defect: it was looked at once, and nobody left any more when a place came up elsewhere while the pause lasted.
    [Fact]
    public void They_are_looked_at_as_long_as_the_pause_lasts()
    {
        Wait(Full("a", waiting: 1, pausedForMs: 30_000), 1);
        Assert.Empty(Leave(Full("b", waiting: 100), most: 100));

        Assert.Equal([1], Leave(Full("b", waiting: 5), most: 100));
    }

    [Fact]
    public void So_many_at_a_time_and_all_in_turns()
    {
        var endpoints = Enumerable.Range(0, 10).Select(i => Full($"a{i}", waiting: 30, pausedForMs: 60_000)).ToList();
        endpoints.ForEach(endpoint => Wait(endpoint, 30));
        List<long> left = [];

        for (var i = 0; i < 3; i++)
        {
            _chosen = 0;
            left.AddRange(Leave(Full("b"), most: 100));
            Assert.InRange(_chosen, 0, 100);
        }

        Assert.Equal(300, left.Distinct().Count());
    }

    [Fact]
    public void Of_many_alike_that_nothing_takes_one_is_enough_to_learn_that()
    {
        Wait(Full("a", waiting: 500, pausedForMs: 60_000), 500);

        Assert.Empty(Leave(null, most: 1_000));

        Assert.Equal(1, _chosen);
    }

    [Fact]
    public void Nothing_is_kept_of_an_endpoint_that_pauses_no_more_or_where_nobody_waits()
    {
        Wait(Full("a", waiting: 1, pausedForMs: 60_000), 1);
        _stranded.Add(Full("b", pausedForMs: 60_000));
        _stranded.Add(Full("c"));

        Leave(null, most: 1_000);

        Assert.Equal(1, _stranded.Count);
    }

    private void Wait(RoutingEntry paused, int count)
    {
        for (var i = 1; i <= count; i++)
        {
            _waiting.Add(new FakeMovable(_waiting.Endpoints.Sum(e => _waiting.At(e).Count()) + 1, paused) { Position = i }, Key, Now);
        }

        _stranded.Add(paused);
    }

    private List<long> Leave(RoutingEntry? to, int most)
    {
        List<long> left = [];
        foreach (var (request, there) in _stranded.Leavers(most, () => Now, Choose, MoveRules.MayMove))
        {
            _waiting.Remove(request);
            there.Asked++;
            left.Add(request.Number);
        }

        return left;

        RouteDecision? Choose(FakeMovable request)
        {
            _chosen++;
            return to is null ? null : new RouteDecision(to, FitnessClass.Queue, LastResort: false);
        }
    }
}
