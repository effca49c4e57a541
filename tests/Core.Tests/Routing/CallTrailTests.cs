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
    public void Attempts_are_counted_per_endpoint()
    {
        _trail.Attempted(_entry.Id);
        _trail.Attempted(EndpointId.Parse("b"));
        _trail.Attempted(_entry.Id);

        Assert.Equal((2, 1, 0), (_trail.AttemptsOn(_entry.Id), _trail.AttemptsOn(EndpointId.Parse("b")), _trail.AttemptsOn(EndpointId.Parse("c"))));
    }
}
