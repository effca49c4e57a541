using MultiplexCluster.Actors.Leases;

namespace MultiplexCluster.Actors.Tests.Endpoints;

/// <summary>What happened while no incarnation was there to hear of it.</summary>
public sealed class BetweenIncarnationsTests : EndpointSpec
{
    [Fact]
    public void A_limit_that_a_call_met_between_two_incarnations_holds_although_no_router_holds_its_permit_any_more()
    {
        Create();
        var held = Granted();
        Crash();
        Started();
        var asked = AskedRouters();
        Endpoint.Tell(ReportOf(held, OutcomeClass.RateLimited, retryAfterMs: 60_000), Router);
        var next = Ask().CallId;
        Endpoint.Tell(new Holdings(Id, asked.Incarnation, RouterId, []), Router);
        WereAsked(0);

        Assert.Equal(next, Next<Queued>(Router).CallId);
        var details = Described();
        Assert.Equal((EndpointState.CoolingDown, 1L), (details.Condition.State, details.Stats.RateLimitedAttempts));
        Assert.InRange(details.Condition.Remaining!.Value.TotalSeconds, 59, 60);
    }

    [Fact]
    public void Permits_of_a_node_that_ended_while_it_took_over_are_not_kept()
    {
        Create();
        Crash();
        Started();
        var asked = AskedRouters();
        var there = new CallId(RouterId.Of(new NodeId(5), 8), 1, 1);
        Endpoint.Tell(new Holdings(Id, asked.Incarnation, there.Router, [there]), CreateTestProbe());
        Settle();
        Leases.Show(new LeaseView([new NodeId(0)], [new NodeId(5)], IsClear: true));
        Endpoint.Tell(new Holdings(Id, asked.Incarnation, RouterId, []), Router);
        WereAsked(0);

        var details = Described();
        Assert.Equal((0, 1L), (details.CurrentRequests, details.Stats.FailedRequests));
        Granted();
    }

    [Fact]
    public void It_tells_the_catalog_that_it_exists_whenever_it_begins()
    {
        Create();
        Assert.Equal(new ReserveId(Id, false), Next<ReserveId>(Catalog));
        Crash();
        Restart();

        Assert.Equal(new ReserveId(Id, false), Next<ReserveId>(Catalog));
    }
}
