using Akka.Actor;
using MultiplexCluster.Actors.Leases;
using MultiplexCluster.Actors.Routing;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;
using Xunit;

namespace MultiplexCluster.Actors.Tests.Routing;

public sealed class LeaseTests : RouterSpec
{
    [Fact]
    public void Without_a_lease_a_permit_is_given_back_and_asked_for_again_later()
    {
        Announce(A);
        Leases.Extend(TimeSpan.MaxValue, TimeSpan.MinValue);
        Execute();
        var first = Asked();
        Grant(first);

        Assert.Equal(first.CallId, Next<Withdraw>(Endpoint).CallId);
        Leases.Extend(TimeSpan.MaxValue, TimeSpan.MaxValue);
        PassMs(300);
        var second = Asked();
        Assert.NotEqual(first.CallId, second.CallId);
        Grant(second);

        Assert.Equal(second.CallId, Performed().CallId);
    }

    [Fact]
    public void A_lease_that_ends_breaks_off_the_calls_that_run()
    {
        Announce(A);
        Execute();
        Grant(Asked());
        var perform = Next<Perform>(Worker);
        Assert.False(perform.PermitLost.IsCancellationRequested);

        Leases.EndCalls();

        Assert.True(perform.PermitLost.IsCancellationRequested);
        Assert.False(Leases.CallsEnd.IsCancellationRequested);
    }

    [Fact]
    public void Where_no_other_node_takes_part_nothing_listens_for_the_end_of_the_lease() =>
        Assert.False(new NodeLeases(canEnd: false).CallsEnd.CanBeCanceled);

    [Fact]
    public void Permits_and_news_of_an_incarnation_that_was_taken_over_are_not_taken()
    {
        Announce(A);
        Execute();
        var ask = Asked();
        var fresh = CreateTestProbe();
        Router.Tell(new HoldingsRequest(A, 99, new Dictionary<RouterId, long>()), fresh);
        Grant(ask);
        Announce(A, Settings with { Enabled = false });
        Settle();
        Assert.False(Worker.HasMessages);
        PassMs(300);
        Assert.Equal(ask.CallId, Asked().CallId);

        Router.Tell(new DirectoryUpdate([new EndpointAnnouncement(A, 99, 1, Settings, Free)], []));
        Router.Tell(GrantOf(ask), fresh);

        Assert.Equal(ask.CallId, Performed().CallId);
    }

    [Fact]
    public void Many_permits_are_told_in_parts()
    {
        Announce(A, Settings with { MaxConcurrentRequests = 5_000 });
        for (var i = 0; i < 2_001; i++)
        {
            Execute();
            Grant(Asked(i == 0 ? null : Endpoint));
        }

        Settle();
        var fresh = CreateTestProbe();
        Router.Tell(new HoldingsRequest(A, 99, new Dictionary<RouterId, long>()), fresh);

        var (first, last) = (fresh.ExpectMsg<Holdings>(), fresh.ExpectMsg<Holdings>());
        Assert.Equal((0, true, 2_000), (first.Page, first.HasMore, first.Permits.Count));
        Assert.Equal((1, false, 1), (last.Page, last.HasMore, last.Permits.Count));
    }

    [Fact]
    public void An_endpoint_that_has_not_said_for_long_what_is_durable_is_told_how_many_reports_there_are()
    {
        Announce(A);
        Execute();
        Grant(Asked());
        End(Performed(), Contracts.Requests.OutcomeClass.Success);
        var report = Reported();
        PassMs(2_000);
        PassMs(2_000);

        Assert.Equal(report.Number, Next<ReportsSent>(Endpoint).Number);
        Router.Tell(new ReportsCovered(A, report.CallId.Router, report.Number), Endpoint);
        PassMs(10_000);

        Assert.DoesNotContain(Received(Endpoint), m => m is ReportsSent);
    }

    [Fact]
    public void What_waits_on_a_node_that_is_unreachable_starts_elsewhere()
    {
        Announce(A);
        Execute();
        Grant(Asked());
        var there = Performed();
        Execute();
        Queue(Asked(Endpoint));
        Announce(B);
        Settle();

        Router.Tell(new NodeUnreachable(Endpoint.Ref.Path.Address));

        Assert.Equal(B, AskedAnywhere().EndpointId);
        Assert.Equal(A, there.EndpointId);
    }
}
