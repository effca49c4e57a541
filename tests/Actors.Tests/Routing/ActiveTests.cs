using MultiplexCluster.Actors.Routing;

namespace MultiplexCluster.Actors.Tests.Routing;

/// <summary>What an operator sees of requests under way, and ending one.</summary>
public sealed class ActiveTests : RouterSpec
{
    private static readonly EndpointLoad Full = Free with { Running = 2, MeanHoldMs = 4_000 };

    [Fact]
    public void Each_request_is_listed_with_what_it_does_and_why_it_waits()
    {
        Announce(B, Settings with { QueueEnabled = false }, Free with { State = EndpointState.CoolingDown, RemainingMs = 60_000, MeanHoldMs = 4_000 });
        Announce(A, load: Full);
        Execute(priority: PriorityClass.Low);
        Queue(AskedAnywhere(), load: Full with { Waiting = 1 });
        PassMs(1_500);
        Execute(pinned: B);
        Settle();

        var page = List();

        Assert.Equal(0, page.More);
        var (waits, asks) = (page.Requests[0], page.Requests[1]);
        Assert.Equal((ActiveState.Waiting, A, PriorityClass.Low, 1, 1_500L), (waits.State, waits.Endpoint, waits.Priority, waits.Position, waits.WaitedMs));
        Assert.Equal(2_000, (waits.EstimatedStart!.Value - Sys.Scheduler.Now).TotalMilliseconds, 1.0);
        Assert.Equal(["a: at capacity", $"b: cooling_down until {Until(58_500)}"], waits.WaitsFor.Select(w => $"{w.Endpoint}: {w.Reason}").Order());
        Assert.Equal((ActiveState.Asking, B, null, 0), (asks.State, asks.Endpoint, asks.Position, asks.WaitsFor.Count));
    }

    [Fact]
    public void One_that_runs_tells_since_when()
    {
        Announce(A);
        Execute();
        Grant(Asked());
        Performed();
        PassMs(3_000);

        var request = Assert.Single(List().Requests);

        Assert.Equal((ActiveState.Running, 1, 0L), (request.State, request.Attempts, request.WaitedMs));
        Assert.Equal(3_000, (Sys.Scheduler.Now - request.StartedAt!.Value).TotalMilliseconds, 1.0);
        Assert.Null(request.EstimatedStart);
    }

    // Defect: the frame limit could be broken by twenty long names.
    [Fact]
    public void A_name_too_long_for_a_model_is_not_listed()
    {
        Announce(A);
        Execute(model: new string('x', 100_000));
        Settle();

        Assert.Null(Assert.Single(List().Requests).Model);
    }

    [Fact]
    public void One_that_came_by_an_alias_tells_it_beside_its_model()
    {
        Announce(A);
        Router.Tell(new Execute(new FakeRequest { Ticket = 99, Id = RequestId.Parse("r"), Provider = ProviderKind.OpenAi, Model = "m", Name = "fast" }));
        Settle();

        Assert.Equal(("m", "fast"), Assert.Single(List().Requests) is var request ? (request.Model, request.Alias) : default);
    }

    [Fact]
    public void A_long_list_comes_in_pages()
    {
        Announce(A);
        var tickets = Enumerable.Range(0, 50).Select(_ => Execute().Ticket).ToList();
        Settle();

        List<long> listed = [];
        for (var more = 1; more > 0;)
        {
            var page = List(listed.LastOrDefault());
            listed.AddRange(page.Requests.Select(r => r.Number));
            more = page.More;
            Assert.Equal(50 - listed.Count, more);
        }

        Assert.Equal(tickets, listed);
    }

    [Fact]
    public void One_that_waits_is_ended_and_counted_as_cancelled()
    {
        Announce(A, load: Full);
        var request = Execute();
        var ask = Asked();
        Queue(ask);

        Assert.True(Cancel(request));

        Assert.Equal(ServiceErrorCode.RequestCancelled, Answer(request).Error!.Code);
        Assert.Equal(ask.CallId, Next<Withdraw>(Endpoint).CallId);
        Assert.Equal(RequestOutcome.Cancelled, Reported().Request);
        Assert.False(Cancel(request));
    }

    [Fact]
    public void One_that_runs_is_broken_off_and_not_tried_again()
    {
        Announce(A);
        Announce(B);
        var request = Execute();
        Grant(Asked());
        var permit = Performed();

        Assert.True(Cancel(request));
        Unanswered(request);
        End(permit, OutcomeClass.Failing);

        Assert.True(request.IsCancelled);
        Assert.Equal(ServiceErrorCode.RequestCancelled, Answer(request).Error!.Code);
        Assert.Equal((OutcomeClass.Failing, RequestOutcome.Cancelled), Reported() is var r ? (r.Attempt!.Value, r.Request!.Value) : default);
    }

    [Fact]
    public void Whoever_waits_out_a_delay_is_ended_too()
    {
        Announce(A);
        var request = Execute();
        Grant(Asked());
        End(Performed(), OutcomeClass.Failing);
        Assert.Equal(ActiveState.BackingOff, Assert.Single(List().Requests).State);

        Assert.True(Cancel(request));

        Assert.Equal(ServiceErrorCode.RequestCancelled, Answer(request).Error!.Code);
    }

    [Fact]
    public void A_label_finds_all_that_carry_it_and_a_number_of_another_label_ends_nothing()
    {
        Announce(A);
        var (one, other) = (Execute(), Execute());
        Router.Tell(new FindRequests(one.Id), Barrier2);
        Assert.Equal([one.Ticket, other.Ticket], Next<RequestsFound>(Barrier2).Numbers.Order());

        Router.Tell(new CancelRequest(one.Ticket, RequestId.Parse("else")), Barrier2);

        Assert.False(Next<RequestEnded>(Barrier2).WasThere);
        Unanswered(one);
    }

    [Fact]
    public void A_deadline_tells_the_place_and_the_reason_of_each_candidate()
    {
        Announce(A, load: Full);
        var request = Execute();
        Queue(Asked(), limitMs: 1_000, load: Full with { Waiting = 1 });

        PassMs(1_200);

        var error = Answer(request).Error!;
        Assert.Equal(ServiceErrorCode.QueueTimeout, error.Code);
        Assert.Contains("number 1 of its class there: a (at capacity); a slot is expected in about 2 s", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_full_queue_tells_each_candidate_and_when_a_slot_is_expected()
    {
        Announce(A, load: Full);
        var request = Execute();
        var ask = Asked();
        Router.Tell(new Rejected(A, ask.CallId, RejectionReason.QueueFull, 100, null, Full with { Waiting = 100 }), Endpoint);

        var error = Answer(request).Error!;
        Assert.Equal((ServiceErrorCode.QueueFull, 202.0), (error.Code, error.RetryAfter!.Value.TotalSeconds));
        Assert.EndsWith(": a (queue full (100 of 100))", error.Message, StringComparison.Ordinal);
    }

    // Defect: one that waited out a delay was listed without a reason or a moment.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void One_that_waits_out_a_pause_of_its_model_says_so_of_each_endpoint_and_until_when(bool pinned)
    {
        Announce(A);
        Announce(B, Settings with { Tier = PriorityClass.High });
        Execute(pinned: pinned ? A : null, model: "m");
        var ask = Asked();
        Router.Tell(new Rejected(A, ask.CallId, RejectionReason.CoolingDown, 9_000, "its quota is used up", Free) { IsOfModel = true }, Endpoint);
        PassMs(2_000);

        var request = Assert.Single(List().Requests);

        Assert.Equal((ActiveState.BackingOff, null, A), (request.State, request.Position, request.Endpoint));
        Assert.Equal(7_000, (request.EstimatedStart!.Value - Sys.Scheduler.Now).TotalMilliseconds, 1.0);
        string[] others = pinned ? [] : ["b: kept for requests of higher priority"];
        Assert.Equal([$"a: model paused until {Until(7_000)}", .. others], request.WaitsFor.Select(w => $"{w.Endpoint}: {w.Reason}"));
        Assert.Equal(request.EstimatedStart, request.WaitsFor[0].Until);
    }

    [Fact]
    public void One_that_waits_for_its_next_try_says_when_that_is()
    {
        Announce(A);
        Announce(B, load: Free with { State = EndpointState.Disabled });
        Execute();
        Grant(Asked());
        Router.Tell(new AttemptEnded(A, Performed().CallId, new AttemptResult { Outcome = OutcomeClass.Failing, RetryAfter = TimeSpan.FromSeconds(20) }), Worker);

        var request = Assert.Single(List().Requests);

        Assert.Equal(20_000, (request.EstimatedStart!.Value - Sys.Scheduler.Now).TotalMilliseconds, 1.0);
        Assert.Equal(
            [$"a: waits for its next try until {Until(20_000)}", "b: disabled"], request.WaitsFor.Select(w => $"{w.Endpoint}: {w.Reason}").Order());
    }

    // Defect: nothing said why a pinned request was not served.
    [Fact]
    public void A_pinned_one_whose_time_is_up_is_told_what_its_endpoint_waits_for_and_when_to_come_back()
    {
        var load = Free with { State = EndpointState.CoolingDown, RemainingMs = 30_000, Limit = MinuteLimit.Requests };
        Announce(A, Settings with { Tier = PriorityClass.High, Models = ["x"] }, load);
        var request = Execute(pinned: A, model: "m");
        Queue(Asked(), limitMs: 1_000, load: load with { Waiting = 1 });
        var until = Until(30_000);

        PassMs(1_200);

        var error = Answer(request).Error!;
        Assert.Equal(ServiceErrorCode.QueueTimeout, error.Code);
        Assert.Contains($"there: a (out of requests_per_minute until {until}); a slot is expected in about 29 s", error.Message, StringComparison.Ordinal);
        Assert.InRange(error.RetryAfter!.Value.TotalMilliseconds, 28_800, 29_000);
    }

    [Fact]
    public void A_pinned_one_that_no_queue_takes_is_told_so()
    {
        Announce(A, Settings with { QueueSize = 2 }, Full);
        var request = Execute(pinned: A);
        Router.Tell(new Rejected(A, Asked().CallId, RejectionReason.QueueFull, 100, null, Full with { Waiting = 2 }), Endpoint);

        Assert.EndsWith(": a (queue full (2 of 2))", Answer(request).Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_an_endpoint_said_of_its_pause_stands_with_it()
    {
        Announce(A);
        Announce(B, load: Free with { State = EndpointState.CircuitOpen, RemainingMs = 600_000 });
        var request = Execute(waitLimit: TimeSpan.FromSeconds(5));
        var cooling = Free with { State = EndpointState.CoolingDown, RemainingMs = 60_000 };
        Router.Tell(new Rejected(A, Asked().CallId, RejectionReason.CoolingDown, 60_000, "the provider limits its rate", cooling), Endpoint);
        Router.Tell(new Rejected(B, AskedAnywhere().CallId, RejectionReason.CircuitOpen, 600_000, "too many calls failed", Free with { State = EndpointState.CircuitOpen, RemainingMs = 600_000 }), Endpoint);

        Assert.Equal(
            $"nothing admits the request in time: a (cooling_down until {Until(60_000)}, the provider limits its rate), "
            + $"b (circuit_open until {Until(600_000)}, too many calls failed)",
            Answer(request).Error!.Message);
    }

    [Fact]
    public void Tokens_without_room_are_told_as_such_and_the_moment_is_the_one_the_endpoint_named()
    {
        Announce(A);
        var request = Execute(waitLimit: TimeSpan.FromSeconds(5));
        Router.Tell(new Rejected(A, Asked().CallId, RejectionReason.CoolingDown, 60_250, "its tokens_per_minute have no room", Free with { MeanHoldMs = 500 }), Endpoint);

        var error = Answer(request).Error!;
        Assert.Equal((ServiceErrorCode.AllEndpointsCoolingDown, TimeSpan.FromMilliseconds(60_250)), (error.Code, error.RetryAfter));
        Assert.EndsWith("in time: a (its tokens_per_minute have no room)", error.Message, StringComparison.Ordinal);
    }

    private Akka.TestKit.TestProbe Barrier2 => _operator ??= CreateTestProbe("operator");

    private Akka.TestKit.TestProbe? _operator;

    private ActivePage List(long after = 0)
    {
        Router.Tell(new ActiveQuery(after, 1_000), Barrier2);
        return Next<ActivePage>(Barrier2);
    }

    private bool Cancel(FakeRequest request)
    {
        Router.Tell(new CancelRequest(request.Ticket, request.Id), Barrier2);
        return Next<RequestEnded>(Barrier2).WasThere;
    }

    private string Until(int ms) => (Sys.Scheduler.Now + TimeSpan.FromMilliseconds(ms)).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
