using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Core.Routing;
using Xunit;
using static MultiplexCluster.Core.Tests.Routing.RoutingCases;

namespace MultiplexCluster.Core.Tests.Routing;

public sealed class CallTrailTests
{
    private readonly CallTrail _trail = new();
    private readonly RoutingEntry _entry = Entry("a", Plain() with { MaxRetries = 2 });

    [Fact]
    public void An_endpoint_may_be_tried_once_and_again_for_each_of_its_retries()
    {
        Assert.Equal(TrailVerdict.Untried, _trail.VerdictOn(_entry));
        foreach (var verdict in new[] { TrailVerdict.RetryLeft, TrailVerdict.RetryLeft, TrailVerdict.Excluded })
        {
            _trail.Attempted(_entry.Id);
            Assert.Equal(verdict, _trail.VerdictOn(_entry));
        }
    }

    [Fact]
    public void One_that_refused_is_left_out_until_the_next_attempt()
    {
        _trail.Refuse(_entry.Id);
        Assert.Equal((TrailVerdict.Excluded, 1), (_trail.VerdictOn(_entry), _trail.Refusals));

        _trail.ForgetRefusals();
        Assert.Equal((TrailVerdict.Untried, 0), (_trail.VerdictOn(_entry), _trail.Refusals));
    }

    [Fact]
    public void One_that_is_barred_stays_so()
    {
        _trail.Bar(_entry.Id);
        _trail.ForgetRefusals();

        Assert.Equal(TrailVerdict.Excluded, _trail.VerdictOn(_entry));
    }

    [Fact]
    public void After_some_refusals_those_just_heard_to_be_full_or_to_pause_beyond_the_deadline_are_left_out()
    {
        var full = Entry("full", Plain() with { QueueSize = 0 }, running: 2);
        var soon = Entry("soon", state: EndpointState.CoolingDown, forMs: 4_000);
        var late = Entry("late", state: EndpointState.CoolingDown, forMs: 6_000);
        (_trail.WaitBegan, _trail.Wait) = (Now - TimeSpan.FromSeconds(5), new WaitBudget(TimeSpan.FromSeconds(10)));
        bool[] LeftOut(TimeSpan now) => [.. new[] { full, soon, late }.Select(e => _trail.KnowsRefusalOf(e, Fitness.Of(e, now), now))];

        Enumerable.Range(1, CallTrail.Patience - 1).ToList().ForEach(i => _trail.Refuse(EndpointId.Parse($"r{i}")));
        Assert.Equal([false, false, false], LeftOut(Now));
        _trail.Refuse(EndpointId.Parse("r"));
        Assert.Equal([true, false, true], LeftOut(Now));
        Assert.Equal([false, false, true], LeftOut(Now + CallTrail.NewsLastFor));
        _trail.ForgetRefusals();
        Assert.Equal([false, false, false], LeftOut(Now));
    }

    [Fact]
    public void Attempts_are_counted_per_endpoint()
    {
        _trail.Attempted(_entry.Id);
        _trail.Attempted(EndpointId.Parse("b"));
        _trail.Attempted(_entry.Id);

        Assert.Equal((2, 1, 0), (_trail.AttemptsOn(_entry.Id), _trail.AttemptsOn(EndpointId.Parse("b")), _trail.AttemptsOn(EndpointId.Parse("c"))));
    }
}
