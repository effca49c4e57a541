namespace MultiplexCluster.Actors.Tests.Endpoints;

public sealed class AdmissionTests : EndpointSpec
{
    [Fact]
    public void Asked_for_its_load_it_tells_what_runs_and_waits_and_how_long_calls_last()
    {
        Create();
        var first = Granted();
        PassMs(400);
        Ends(first);
        Granted();
        Queued();

        Endpoint.Tell(new LoadQuery(Id, RouterId), Router);

        Assert.Equal(
            new EndpointLoad(EndpointState.Available, 0, 1, 1, 1) { MeanHoldMs = 400 }, Next<LoadTold>(Router).Load);
    }

    [Fact]
    public void An_endpoint_that_does_not_exist_tells_no_load()
    {
        Endpoint.Tell(new LoadQuery(Id, RouterId), Router);
        Settle();

        Assert.DoesNotContain(Received(Router), m => m is LoadTold);
    }

    [Fact]
    public void It_grants_up_to_the_limit_and_queues_the_rest_in_order()
    {
        Create(Settings with { MaxConcurrentRequests = 3 });
        var running = new[] { Granted(), Granted(), Granted() };
        var waiting = new[] { Queued(), Queued(), Queued() };

        foreach (var (ends, next) in running.Zip(waiting))
        {
            Ends(ends);
            Assert.Equal(next, Turn().CallId);
        }

        Assert.Equal((3, 0), (Described().CurrentRequests, Described().QueueLength));
    }

    [Fact]
    public void The_queue_takes_exactly_its_size_and_beyond_it_those_whose_calls_were_rate_limited()
    {
        Create(Settings with { QueueSize = 2, MaxConcurrentRequests = 2 });
        var running = new[] { Granted(), Granted() };
        Queued();
        Queued();
        Assert.Equal(RejectionReason.QueueFull, Rejected().Reason);

        foreach (var call in running)
        {
            Ends(call, OutcomeClass.RateLimited, retryAfterMs: 1_000);
            Queued(isRetry: true);
            Assert.Equal(RejectionReason.QueueFull, Rejected().Reason);
        }

        Assert.Equal((0, 4), Described() is var full ? (full.CurrentRequests, full.QueueLength) : default);
    }

    // Defect: retries waited beyond any bound, as many as came back from elsewhere.
    [Fact]
    public void No_more_wait_than_the_queues_size_and_the_slots_together_come_back_who_may()
    {
        Create(Settings with { QueueSize = 2, MaxConcurrentRequests = 3 });
        var running = Granted();
        Ends(running, OutcomeClass.RateLimited, retryAfterMs: 1_000);
        for (var i = 0; i < 5; i++)
        {
            Queued(isRetry: true);
        }

        Assert.Equal(RejectionReason.QueueFull, Rejected(isRetry: true).Reason);
        Assert.Equal(5, Described().QueueLength);
    }

    [Fact]
    public void The_places_of_running_calls_are_kept_from_those_that_come_back_from_elsewhere()
    {
        Create(Settings with { QueueSize = 1 });
        var running = Granted();
        Queued();
        Assert.Equal(RejectionReason.QueueFull, Rejected(isRetry: true).Reason);

        Ends(running, OutcomeClass.RateLimited, retryAfterMs: 1_000);

        Queued(isRetry: true);
        Assert.Equal(2, Described().QueueLength);
    }

    // Defect: a queue that is switched off took retries without end.
    [Fact]
    public void Where_the_queue_is_off_only_those_wait_whose_calls_were_rate_limited()
    {
        Create(Settings with { QueueEnabled = false });
        var running = Granted();
        Ends(running, OutcomeClass.RateLimited, retryAfterMs: 1_000);

        Queued(isRetry: true);

        Rejected(isRetry: true);
        Assert.Equal(1, Described().QueueLength);
    }

    [Fact]
    public void Without_a_queue_the_next_one_is_refused_at_once()
    {
        Create(Settings with { QueueEnabled = false });
        Granted();

        Assert.Equal(RejectionReason.QueueFull, Rejected().Reason);
    }

    [Fact]
    public void A_repeated_question_gets_the_same_permit_and_never_a_second_one()
    {
        Create();
        var call = Granted();

        Ask(call);
        Ask(call);

        Assert.Equal([call, call], new[] { Turn().CallId, Turn().CallId });
        Assert.Equal(1, Described().CurrentRequests);
    }

    [Fact]
    public void A_repeated_question_of_a_waiter_keeps_its_one_place()
    {
        Create();
        var running = Granted();
        var first = Queued();
        var second = Queued();

        Ask(first);
        Assert.Equal((first, 1), (Router.ExpectMsg<Queued>() is var place ? place.CallId : default, place.Position));
        Assert.Equal(2, Described().QueueLength);
        Ends(running);
        Assert.Equal(first, Turn().CallId);
        Ends(first);
        Assert.Equal(second, Turn().CallId);
        Ends(second);
        Settle();
        Assert.DoesNotContain(Received(Router), m => m is Granted);
    }

    [Fact]
    public void A_withdrawn_waiter_is_passed_over()
    {
        Create();
        var running = Granted();
        var (gone, next) = (Queued(), Queued());

        Endpoint.Tell(new Withdraw(Id, gone), Router);
        Router.ExpectMsg<Withdrawn>();
        Ends(running);

        Assert.Equal(next, Turn().CallId);
    }

    [Fact]
    public void A_withdrawn_permit_returns_and_the_next_one_has_it()
    {
        Create();
        var unused = Granted();
        var next = Queued();

        Endpoint.Tell(new Withdraw(Id, unused), Router);

        Router.ExpectMsg<Withdrawn>();
        Assert.Equal(next, Turn().CallId);
    }

    [Fact]
    public void A_question_that_comes_again_after_its_withdrawal_does_not_stop_the_queue()
    {
        Create();
        var running = Granted();
        var (gone, next) = (Queued(), Queued());
        Endpoint.Tell(new Withdraw(Id, gone), Router);
        Router.ExpectMsg<Withdrawn>();

        Ask(gone);
        Ask(gone);
        Ask(gone);
        Ends(running);

        Assert.Equal(next, Turn().CallId);
        Ends(next);
        Settle();
        Assert.DoesNotContain(Received(Router), m => m is Granted);
        Assert.Equal((0, 0), (Described().CurrentRequests, Described().QueueLength));
    }

    [Fact]
    public void A_waiter_past_its_deadline_is_refused_when_its_turn_comes()
    {
        Create();
        var running = Granted();
        var late = Queued(waitMs: 100);
        var next = Queued();

        PassMs(101);
        Ends(running);

        Assert.Equal((late, RejectionReason.DeadlinePassed), (Router.ExpectMsg<Rejected>() is var r ? r.CallId : default, r.Reason));
        Assert.Equal(next, Turn().CallId);
    }

    [Fact]
    public void What_does_not_exist_refuses_and_ends_its_actor()
    {
        Ask();

        Assert.Equal(RejectionReason.NotFound, Router.ExpectMsg<Rejected>().Reason);
        Shard.ExpectMsg<Akka.Cluster.Sharding.Passivate>();
    }

    [Fact]
    public void A_withdrawal_or_report_to_what_does_not_exist_leaves_no_actor_behind()
    {
        Endpoint.Tell(new Withdraw(Id, NewCall()), Router);
        Shard.ExpectMsg<Akka.Cluster.Sharding.Passivate>();

        Endpoint.Tell(ReportOf(NewCall()), Router);
        Shard.ExpectMsg<Akka.Cluster.Sharding.Passivate>();
    }

    [Fact]
    public void Any_order_of_questions_withdrawals_and_ends_keeps_limit_and_queue_exact()
    {
        Create(Settings with { MaxConcurrentRequests = 3, QueueSize = 20 });
        var random = new Random(42);
        var (running, waiting) = (new List<CallId>(), new List<CallId>());
        for (var i = 0; i < 2_000; i++)
        {
            var step = random.Next(10);
            if (step < 5)
            {
                Ask(priority: (PriorityClass)random.Next(3));
                Place(Router.ReceiveOne(TimeSpan.FromSeconds(15)));
            }
            else if (step < 8 && running.Count > 0)
            {
                EndOne(running, call => Ends(call));
            }
            else if (step == 8 && waiting.Count > 0)
            {
                EndOne(waiting, Withdraw);
            }
            else if (running.Count > 0)
            {
                EndOne(running, Withdraw);
            }

            Assert.True(running.Count <= 3 && waiting.Count <= 20);
            Assert.True(running.Count == 3 || waiting.Count == 0, "no slot stays free while somebody waits");
        }

        void EndOne(List<CallId> calls, Action<CallId> end)
        {
            var call = calls[random.Next(calls.Count)];
            calls.Remove(call);
            var promoted = running.Count < 3 && waiting.Count > 0;
            end(call);
            if (promoted)
            {
                Place(Turn());
            }
        }

        void Withdraw(CallId call)
        {
            Endpoint.Tell(new Withdraw(Id, call), Router);
            Router.ExpectMsg<Withdrawn>();
        }

        void Place(object answer)
        {
            switch (answer)
            {
                case Granted granted:
                    waiting.Remove(granted.CallId);
                    running.Add(granted.CallId);
                    break;
                case Queued queued:
                    waiting.Add(queued.CallId);
                    break;
                default:
                    Assert.Equal(RejectionReason.QueueFull, Assert.IsType<Rejected>(answer).Reason);
                    break;
            }
        }
    }
}
