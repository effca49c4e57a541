using MultiplexCluster.Actors.Routing;

namespace MultiplexCluster.Actors.Tests.Routing;

/// <summary>How many requests of a pool repeat a failed call at a time.</summary>
public sealed class RetryBudgetTests : RouterSpec
{
    [Fact]
    public void Of_many_that_fail_three_try_elsewhere_at_once_and_the_next_when_one_of_them_has_ended()
    {
        AnnounceBoth();
        var running = Run(6);

        foreach (var permit in running)
        {
            End(permit, OutcomeClass.Failing);
        }

        Settle();
        var retries = Received(Region).Concat(Received(Endpoint)).OfType<Acquire>().ToList();
        Assert.Equal(3, retries.Count);

        Grant(retries[0]);
        End(Performed(), OutcomeClass.Success, started: true);
        PassMs(2_000);
        var asked = Received(Region).Concat(Received(Endpoint)).OfType<Acquire>().Select(ask => ask.CallId.Sequence).ToHashSet();
        Assert.Single(asked.Except(retries.Select(retry => retry.CallId.Sequence)));
    }

    [Fact]
    public void A_rate_limit_is_no_failure()
    {
        AnnounceBoth();
        var running = Run(6);

        foreach (var permit in running)
        {
            End(permit, OutcomeClass.RateLimited);
        }

        Settle();
        Assert.Equal(6, Received(Region).Concat(Received(Endpoint)).OfType<Acquire>().Count());
    }

    [Fact]
    public void One_that_waits_for_its_turn_to_retry_is_answered_at_its_deadline()
    {
        AnnounceBoth();
        var running = Run(3);
        var request = Execute(waitLimit: TimeSpan.FromSeconds(5));
        Grant(AskedAnywhere());
        var last = Performed();
        foreach (var permit in running)
        {
            End(permit, OutcomeClass.Failing);
        }

        End(last, OutcomeClass.Failing);
        Unanswered(request);
        PassMs(5_500);

        Assert.Equal(ServiceErrorCode.QueueTimeout, Answer(request).Error!.Code);
    }

    [Fact]
    public void Those_that_wait_for_a_pause_to_end_leave_their_turns_to_one_that_can_repeat()
    {
        AnnounceBoth();
        var pinned = Enumerable.Range(0, 3).Select(_ => Execute(pinned: A)).ToList();
        Settle();
        foreach (var ask in Received(Region).Concat(Received(Endpoint)).OfType<Acquire>().ToList())
        {
            Grant(ask);
            End(Performed(), OutcomeClass.Failing);
        }

        var open = new EndpointLoad(EndpointState.CircuitOpen, 30_000, 0, 3, 0);
        PassMs(2_000);
        var retries = Received(Region).Concat(Received(Endpoint)).OfType<Acquire>().DistinctBy(ask => ask.CallId).ToList();
        Assert.Equal(3, retries.Count);
        retries.ForEach(ask => Queue(ask, load: open));
        pinned.ForEach(Unanswered);

        Execute();
        var free = AskedAnywhere();
        Assert.Equal(B, free.EndpointId);
        Grant(free);
        End(Performed(), OutcomeClass.Failing);
        PassMs(1_000);
        PassMs(1_000);

        Assert.Equal(free.CallId.Sequence, AskedAnywhere().CallId.Sequence);
    }

    [Fact]
    public void Callers_who_leave_give_their_turns_back()
    {
        AnnounceBoth();
        var requests = Enumerable.Range(0, 3).Select(_ => Execute()).ToList();
        Settle();
        foreach (var ask in Received(Region).OfType<Acquire>().ToList())
        {
            Grant(ask);
            End(Performed(), OutcomeClass.Failing);
        }

        requests.ForEach(request => Router.Tell(new CallerLeft(request.Ticket)));
        Settle();
        Received(Region);
        Received(Endpoint);

        End(Run(1)[0], OutcomeClass.Failing);
        Settle();
        Assert.Single(Received(Region).Concat(Received(Endpoint)).OfType<Acquire>());
    }

    private void AnnounceBoth()
    {
        Announce(A, Settings with { MaxConcurrentRequests = 100 });
        Announce(B, Settings with { MaxConcurrentRequests = 100 });
    }

    private List<Granted> Run(int count)
    {
        var running = new List<Granted>();
        for (var i = 0; i < count; i++)
        {
            Execute();
            Grant(AskedAnywhere());
            running.Add(Performed());
        }

        return running;
    }
}
