namespace MultiplexCluster.Actors.Tests.Endpoints;

/// <summary>Fair turns between callers, and what a long wait changes.</summary>
public sealed class FairTurnsTests : EndpointSpec
{
    [Fact]
    public void Callers_of_a_class_take_turns_and_each_is_served_in_the_order_it_asked()
    {
        Create();
        var running = Granted();
        var many = Enumerable.Range(0, 10).Select(_ => In(lane: 5)).ToList();
        var few = Enumerable.Range(0, 2).Select(_ => In(lane: 9)).ToList();

        var served = Serve(running, 6);

        Assert.Equal([many[0], few[0], many[1], few[1], many[2], many[3]], served);
    }

    [Fact]
    public void One_that_waited_elsewhere_goes_before_those_of_its_lane_that_came_later_and_behind_those_that_came_earlier()
    {
        Create();
        var running = Granted();
        var early = In(lane: 3);
        PassMs(1_000);
        var late = In(lane: 3);
        PassMs(1_000);
        var moved = Ask(lane: 3, waitedMs: 1_500).CallId;
        Assert.Equal(1, Next<Queued>(Router).Position);
        var last = In(lane: 3);

        Assert.Equal([early, moved, late, last], Serve(running, 4));
    }

    [Fact]
    public void Of_several_that_waited_elsewhere_who_waited_longer_goes_before_whoever_leaves()
    {
        Create();
        var running = Granted();
        var (young, gone, old) = (Moved(waitedMs: 500), Moved(waitedMs: 2_000), Moved(waitedMs: 1_500));
        Endpoint.Tell(new Withdraw(Id, gone), Router);
        Next<Withdrawn>(Router);
        var (oldest, newcomer) = (Moved(waitedMs: 9_000), In(lane: 3));

        Assert.Equal([oldest, old, young, newcomer], Serve(running, 4));
    }

    [Fact]
    public void A_retry_goes_before_newcomers_of_all_lanes()
    {
        Create();
        var running = Granted();
        var newcomer = In(lane: 1);
        var retry = In(lane: 2, isRetry: true);

        Assert.Equal([retry, newcomer], Serve(running, 2));
    }

    [Fact]
    public void A_place_counts_the_turns_of_other_lanes()
    {
        Create();
        Granted();
        for (var i = 0; i < 10; i++)
        {
            In(lane: 5);
        }

        Assert.Equal((2, 4), (Place(lane: 9), Place(lane: 9)));
    }

    [Fact]
    public void Those_who_left_use_up_no_turn_of_their_lane()
    {
        Create();
        var running = Granted();
        var (first, gone, last) = (In(lane: 1), In(lane: 2), In(lane: 2));
        Endpoint.Tell(new Withdraw(Id, gone), Router);

        Assert.Equal([first, last], Serve(running, 2));
    }

    [Fact]
    public void A_class_whose_oldest_has_used_three_quarters_of_its_wait_takes_more_turns_until_that_one_is_served()
    {
        Create(Settings with { QueueTimeout = TimeSpan.FromSeconds(100) });
        var running = Granted();
        var old = In(priority: PriorityClass.Low);
        for (var i = 0; i < 40; i++)
        {
            In(priority: PriorityClass.High);
        }

        Assert.DoesNotContain(old, Serve(running, 4, out running));
        PassMs(75_000);

        Assert.Contains(old, Serve(running, 3));
    }

    [Fact]
    public void What_it_waited_elsewhere_makes_it_old_too()
    {
        Create(Settings with { QueueTimeout = TimeSpan.FromSeconds(100) });
        var running = Granted();
        var low = Ask(priority: PriorityClass.Low, waitedMs: 80_000).CallId;
        Next<Queued>(Router);
        for (var i = 0; i < 10; i++)
        {
            In(priority: PriorityClass.High);
        }

        Assert.Contains(low, Serve(running, 3));
    }

    [Fact]
    public void It_makes_its_class_old_though_others_of_it_came_here_earlier()
    {
        Create(Settings with { QueueTimeout = TimeSpan.FromSeconds(100) });
        var running = Granted();
        In(priority: PriorityClass.Low);
        for (var i = 0; i < 10; i++)
        {
            In(priority: PriorityClass.High);
        }

        var old = Ask(priority: PriorityClass.Low, waitedMs: 80_000).CallId;
        Next<Queued>(Router);

        // One of three turns, not one of nine.
        Assert.Contains(old, Serve(running, 3));
    }

    [Fact]
    public void One_that_wants_to_start_at_once_or_not_at_all_never_waits()
    {
        Create(Limit(2).ApplyTo(Settings));
        Granted();
        Assert.Equal(Ask(onlyAtOnce: true).CallId, Turn().CallId);

        var late = Ask(onlyAtOnce: true).CallId;

        var refusal = Refusal();
        Assert.Equal((late, RejectionReason.DeadlinePassed, 0), (refusal.CallId, refusal.Reason, refusal.Load.Waiting));
    }

    [Fact]
    public void It_does_not_overtake_those_that_wait()
    {
        Create();
        var running = Granted();
        var waiting = Queued();
        Ends(running);
        Ask(onlyAtOnce: true);

        Assert.Equal(waiting, Turn().CallId);
        Refusal();
    }

    private CallId In(byte lane = 0, bool isRetry = false, PriorityClass priority = PriorityClass.Medium)
    {
        var call = Ask(priority: priority, isRetry: isRetry, lane: lane).CallId;
        Assert.Equal(call, Next<Queued>(Router).CallId);
        return call;
    }

    private CallId Moved(long waitedMs)
    {
        var call = Ask(lane: 3, waitedMs: waitedMs).CallId;
        Assert.Equal(call, Next<Queued>(Router).CallId);
        return call;
    }

    private int Place(byte lane)
    {
        Ask(lane: lane);
        return Next<Queued>(Router).Position;
    }

    private List<CallId> Serve(CallId running, int count) => Serve(running, count, out _);

    private List<CallId> Serve(CallId running, int count, out CallId last)
    {
        var served = new List<CallId>();
        while (served.Count < count)
        {
            Ends(running);
            served.Add(running = Turn().CallId);
        }

        last = running;
        return served;
    }
}
