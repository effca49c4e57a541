using MultiplexCluster.Actors.Endpoints;
using MultiplexCluster.Contracts.Durability;

namespace MultiplexCluster.Actors.Tests.Endpoints;

public sealed class ReportTests : EndpointSpec
{
    [Fact]
    public void A_report_returns_its_permit_and_is_counted_once_however_often_it_comes()
    {
        Create();
        var report = ReportOf(Granted());

        Endpoint.Tell(report, Router);
        Endpoint.Tell(report, Router);
        Endpoint.Tell(report, Router);

        var details = Described();
        Assert.Equal((0, 1, 3), (details.CurrentRequests, details.Stats.SuccessfulRequests, details.Stats.TotalTokens));
    }

    [Fact]
    public void A_gap_returns_the_permit_at_once_and_asks_for_what_is_missing()
    {
        Create();
        Endpoint.Tell(ReportOf(Granted(), number: 3), Router);

        Assert.Equal(new ReportsMissing(Id, RouterId, 1), Next<ReportsMissing>(Router));
        Assert.Equal((0, 0), (Described().CurrentRequests, (int)Described().Stats.SuccessfulRequests));

        foreach (var number in new[] { 1, 2, 3 })
        {
            Endpoint.Tell(ReportOf(NewCall(), number: number), Router);
        }

        Assert.Equal(3, Described().Stats.SuccessfulRequests);
    }

    [Fact]
    public void Hundreds_of_reports_behind_one_gap_ask_once_and_again_only_after_a_while()
    {
        Create();
        var late = Enumerable.Range(2, 300).Select(n => ReportOf(NewCall(), number: n)).ToList();

        late.ForEach(report => Endpoint.Tell(report, Router));
        Settle();
        Assert.Single(Received(Router), m => m is ReportsMissing);
        PassMs(300);
        Endpoint.Tell(late[0], Router);
        Settle();

        Assert.Single(Received(Router), m => m is ReportsMissing { FromNumber: 1 });
    }

    [Fact]
    public void A_checkpoint_covers_what_it_holds()
    {
        Create();
        Ends(Granted());
        Ends(Granted());
        Settle();
        Assert.DoesNotContain(Received(Router), m => m is ReportsCovered);

        PassMs(200);

        Assert.Equal(2, Next<ReportsCovered>(Router).Number);
    }

    [Fact]
    public void Checkpoints_come_one_at_a_time_and_at_most_every_200_ms()
    {
        Create();
        for (var i = 0; i < 100; i++)
        {
            Ends(Granted());
            PassMs(20);
        }

        Checkpointed();
        var gaps = Store.Saves.Zip(Store.Saves.Skip(1), (a, b) => b.At - a.At).ToList();
        Assert.Equal(1, Store.MostSavesAtOnce);
        Assert.All(gaps, gap => Assert.True(gap >= TimeSpan.FromMilliseconds(200)));
    }

    [Fact]
    public void With_many_busy_endpoints_on_the_node_checkpoints_come_less_often()
    {
        for (var i = 0; i < 200; i++)
        {
            Pace.Enter();
        }

        Create();

        Ends(Granted());
        PassMs(900);
        Assert.DoesNotContain(Received(Router), m => m is ReportsCovered);
        PassMs(300);

        Assert.Equal(1, Next<ReportsCovered>(Router).Number);
    }

    [Fact]
    public void A_failed_checkpoint_delays_and_loses_nothing()
    {
        Create();
        Store.FailsSaves = true;
        Ends(Granted());
        PassMs(200);
        AwaitAssert(() => Assert.NotEmpty(Store.Saves));
        Ends(Granted());
        Settle();
        Assert.DoesNotContain(Received(Router), m => m is ReportsCovered);
        Store.FailsSaves = false;

        PassUntil<ReportsCovered>(Router, covered => covered.Number == 2);
    }

    [Fact]
    public void A_rejected_request_is_counted_although_it_never_had_a_permit()
    {
        Create();

        Endpoint.Tell(ReportOf(NewCall(), attempt: null, request: RequestOutcome.Rejected), Router);

        Assert.Equal((1, 0), ((int)Described().Stats.RejectedRequests, (int)Described().Stats.TotalRequests));
    }

    [Fact]
    public void What_is_counted_while_a_reset_is_stored_counts_after_it_live_and_after_a_crash()
    {
        Create(Settings with { MaxConcurrentRequests = 2 });
        var (before, meanwhile) = (ReportOf(Granted()), ReportOf(Granted()));
        Endpoint.Tell(before, Router);
        var go = new TaskCompletionSource();
        Store.WritesGo = go.Task;
        Endpoint.Tell(new ResetStats(Id), Operator);
        Endpoint.Tell(meanwhile, Router);
        Settle();
        go.SetResult();

        Assert.Equal(1, Next<EndpointDescribed>(Operator).Details.Stats.SuccessfulRequests);
        Crash();
        Started();
        var asked = AskedRouters();
        Endpoint.Tell(before, Router);
        Endpoint.Tell(meanwhile, Router);
        Endpoint.Tell(new Holdings(Id, asked.Incarnation, RouterId, []), Router);
        WereAsked(0);
        Assert.Equal(1, Described().Stats.SuccessfulRequests);
    }

    [Fact]
    public void A_reset_that_cannot_be_stored_changes_no_counter()
    {
        Create(Settings with { MaxConcurrentRequests = 2 });
        var (before, meanwhile) = (Granted(), Granted());
        Ends(before);
        Store.RejectsWrites = true;
        var go = new TaskCompletionSource();
        Store.WritesGo = go.Task;
        Endpoint.Tell(new ResetStats(Id), Operator);
        Ends(meanwhile);
        go.SetResult();

        Assert.Equal(AdminRefusal.StoreUnavailable, Next<AdminRefused>(Operator).Reason);
        Assert.Equal(2, Described().Stats.SuccessfulRequests);
    }

    [Fact]
    public void A_reset_zeroes_the_counters_and_counts_no_earlier_report_again()
    {
        Create();
        var report = ReportOf(Granted());
        Endpoint.Tell(report, Router);

        Assert.Equal(0, Done(new ResetStats(Id)).Stats.SuccessfulRequests);
        Endpoint.Tell(report, Router);
        Ends(Granted());

        Assert.Equal(1, Described().Stats.SuccessfulRequests);
    }
}
