using MultiplexCluster.Actors.Endpoints;
using MultiplexCluster.Actors.Leases;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Contracts.Requests;
using Xunit;

namespace MultiplexCluster.Actors.Tests.Endpoints;

public sealed class LeaseTests : EndpointSpec
{
    private static readonly NodeId Other = new(1);

    [Fact]
    public void Without_a_lease_nothing_is_granted_and_a_question_stays_open()
    {
        Create();
        Leases.Extend(TimeSpan.MinValue, TimeSpan.MaxValue);

        Ask();
        Settle();

        Assert.False(Router.HasMessages);
        Assert.Equal((0, 0), (Described().CurrentRequests, Described().QueueLength));
    }

    [Fact]
    public void Those_that_wait_get_their_turn_when_the_lease_is_back()
    {
        Create();
        var first = Granted();
        var waiting = Queued();
        Leases.Extend(TimeSpan.MinValue, TimeSpan.MaxValue);
        Ends(first);
        PassMs(1_000);
        Assert.DoesNotContain(Received(Router), IsPermitOrPlace);

        Leases.Extend(TimeSpan.MaxValue, TimeSpan.MaxValue);
        PassMs(250);

        Assert.Equal(waiting, Turn().CallId);
    }

    [Fact]
    public void The_permits_of_a_node_that_has_ended_are_free_and_its_requests_failed()
    {
        Create();
        var lost = Ask(CallOn(Other, 1)).CallId;
        Assert.Equal(lost, Turn().CallId);
        var alsoLost = Ask(CallOn(Other, 2)).CallId;
        Assert.Equal(alsoLost, Next<Queued>(Router).CallId);
        var waiting = Queued();

        Endpoint.Tell(new NodeEnded(Other), Reporter);

        Assert.Equal(waiting, Turn().CallId);
        Assert.Equal((1, 0, 1L), (Described().CurrentRequests, Described().QueueLength, Described().Stats.FailedRequests));
    }

    [Fact]
    public void A_probe_that_is_lost_with_its_node_hands_its_turn_on()
    {
        Create(Settings with { BreakerFailures = 1, BreakerOpen = TimeSpan.FromSeconds(10) });
        Ends(Granted(), OutcomeClass.Failing);
        PassMs(10_000);
        var probe = Ask(CallOn(Other, 1)).CallId;
        Assert.True(Turn().IsProbe);
        var next = Queued();

        Endpoint.Tell(new NodeEnded(Other), Reporter);

        Assert.NotEqual(probe, next);
        Assert.True(Turn().IsProbe);
    }

    [Fact]
    public void A_late_question_from_a_node_that_has_ended_gets_no_permit()
    {
        Create();
        Leases.Show(new LeaseView([new NodeId(0)], [Other], IsClear: true));

        Ask(CallOn(Other, 1));
        Settle();

        Assert.False(Router.HasMessages);
        Granted();
    }

    [Fact]
    public void A_report_that_got_lost_last_is_asked_for_when_its_router_says_how_many_there_are()
    {
        Create();
        Ends(Granted());

        Endpoint.Tell(new ReportsSent(Id, RouterId, 2), Router);

        Assert.Equal(2, Next<ReportsMissing>(Router).FromNumber);
    }

    private static CallId CallOn(NodeId node, long sequence) => new(RouterId.Of(node, 9), sequence, 1);
}
