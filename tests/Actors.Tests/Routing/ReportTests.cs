using MultiplexCluster.Actors.Routing;

namespace MultiplexCluster.Actors.Tests.Routing;

public sealed class ReportTests : RouterSpec
{
    [Fact]
    public void Reports_are_numbered_per_endpoint_without_gaps()
    {
        Announce(A);

        Assert.Equal([1, 2, 3, 4], Enumerable.Range(0, 4).Select(_ => Succeeded().Number));
    }

    [Fact]
    public void Missing_reports_are_sent_again_until_a_checkpoint_covers_them()
    {
        Announce(A);
        var router = Enumerable.Range(0, 4).Select(_ => Succeeded()).ToList()[^1].CallId.Router;

        Router.Tell(new ReportsMissing(A, router, 2), Endpoint);
        Assert.Equal([2, 3, 4], Enumerable.Range(0, 3).Select(_ => Reported().Number));
        Router.Tell(new ReportsCovered(A, router, 3), Endpoint);
        Router.Tell(new ReportsMissing(A, router, 4), Endpoint);

        Assert.Equal(4, Reported().Number);
    }

    [Fact]
    public void Reports_that_an_endpoint_made_anew_never_had_do_not_stop_the_count()
    {
        Announce(A);
        var router = Enumerable.Range(0, 4).Select(_ => Succeeded()).ToList()[^1].CallId.Router;
        Router.Tell(new ReportsCovered(A, router, 2), Endpoint);

        Router.Tell(new ReportsMissing(A, router, 1), Endpoint);

        Assert.Equal([1, 2], Enumerable.Range(0, 2).Select(_ => Reported().Number));
        Assert.Equal(3, Succeeded().Number);
    }

    [Fact]
    public void A_new_incarnation_is_told_what_runs_and_what_is_not_covered_and_waiters_ask_it_again()
    {
        Announce(A, Settings with { MaxConcurrentRequests = 50 });
        Succeeded();
        var uncovered = Succeeded();
        Execute();
        Grant(Asked(Endpoint));
        var running = Performed();
        Execute();
        var waiting = Asked(Endpoint);
        Queue(waiting);
        Settle();
        var fresh = CreateTestProbe();

        Router.Tell(new HoldingsRequest(A, 99, new Dictionary<RouterId, long> { [uncovered.CallId.Router] = 1 }), fresh);

        Assert.Equal(uncovered.CallId, fresh.ExpectMsg<Report>().CallId);
        var holdings = fresh.ExpectMsg<Holdings>();
        Assert.Equal([1], holdings.KeyVersions);
        Assert.Equal([running.CallId], holdings.Permits);
        Assert.Equal(waiting.CallId, fresh.ExpectMsg<Acquire>().CallId);
    }

    [Fact]
    public void Words_to_an_earlier_incarnation_of_the_router_are_not_taken_for_its_own()
    {
        Announce(A);
        var router = Enumerable.Range(0, 3).Select(_ => Succeeded()).ToList()[^1].CallId.Router;
        var earlier = new RouterId(router.Incarnation ^ 1);

        Router.Tell(new ReportsCovered(A, earlier, 3), Endpoint);
        Router.Tell(new ReportsMissing(A, earlier, 1), Endpoint);
        Settle();
        Assert.False(Endpoint.HasMessages);
        Router.Tell(new ReportsMissing(A, router, 1), Endpoint);

        Assert.Equal([1, 2, 3], Enumerable.Range(0, 3).Select(_ => Reported().Number));
    }

    [Fact]
    public void A_new_incarnation_is_asked_again_in_the_order_the_requests_came()
    {
        Announce(A);
        var first = Execute();
        Queue(Asked());
        var others = Enumerable.Range(0, 20).Select(_ =>
        {
            var request = Execute(pinned: A);
            Queue(Asked(Endpoint));
            return request.Ticket;
        }).ToList();

        // A gap in the router's table that a later request fills.
        Router.Tell(new CallerLeft(first.Ticket));
        others.Add(Execute(pinned: A).Ticket);
        Queue(Asked(Endpoint));
        Settle();
        var fresh = CreateTestProbe();
        Router.Tell(new HoldingsRequest(A, 99, new Dictionary<RouterId, long>()), fresh);
        Settle();

        Assert.Equal(others, Received(fresh).OfType<Acquire>().Select(a => a.CallId.Sequence));
    }

    [Fact]
    public void When_the_router_ends_every_request_is_answered()
    {
        Announce(A);
        var requests = new[] { Execute(), Execute(), Execute(), Execute(pinned: A) };
        Grant(Asked());
        Queue(Asked());
        Grant(Asked());
        Performed();
        End(Performed(), OutcomeClass.RateLimited);
        Settle();
        Endpoint.Watch(Router);

        Sys.Stop(Router);
        Endpoint.FishForMessage(m => m is Terminated, TimeSpan.FromSeconds(15));

        Assert.All(requests, r => Assert.Equal(ServiceErrorCode.ShuttingDown, Assert.Single(r.Answers).Error!.Code));
    }

    private Report Succeeded()
    {
        var request = Execute();
        Settle();
        Grant(Received(Region).Concat(Received(Endpoint)).OfType<Acquire>().Last());
        End(Performed(), OutcomeClass.Success, started: true);
        Assert.Equal(FinalAnswerKind.Delivered, Answer(request).Kind);
        return Reported();
    }
}
