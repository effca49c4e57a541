using MultiplexCluster.Actors.Routing;

namespace MultiplexCluster.Actors.Tests.Routing;

/// <summary>What an endpoint said of a model that it pauses counts for others that name it.</summary>
public sealed class ModelRefusalTests : RouterSpec
{
    // A key whose model pauses for hours looks idle: each request for that model asked it first.
    [Fact]
    public void Others_that_name_the_model_do_not_ask_where_it_was_just_refused()
    {
        Announce(A);
        Announce(B);
        Execute(model: "m");
        var refused = Asked();
        RejectModel(refused, 60_000);
        var other = AskedAnywhere().EndpointId;

        Execute(model: "M");
        Assert.Equal(other, AskedAnywhere().EndpointId);
        Execute(model: "M");
        Assert.Equal(other, AskedAnywhere().EndpointId);
        Execute(model: "n");
        Assert.Equal(refused.EndpointId, AskedAnywhere().EndpointId);
        PassMs(1_000);
        Execute(model: "m");
        Assert.Equal(refused.EndpointId, AskedAnywhere().EndpointId);
    }

    [Fact]
    public void Where_all_have_just_refused_the_model_the_one_is_asked_whose_pause_ends_first()
    {
        Announce(A);
        Announce(B);
        var first = Execute(model: "m", waitLimit: TimeSpan.FromSeconds(10));
        RejectModel(Asked(), 5_000);
        var sooner = AskedAnywhere();
        RejectModel(sooner, 3_000);

        var second = Execute(model: "m", waitLimit: TimeSpan.FromSeconds(10));

        var ask = AskedAnywhere();
        Assert.Equal((sooner.EndpointId, second.Ticket), (ask.EndpointId, ask.CallId.Sequence));
        RejectModel(ask, 3_000);
        Settle();
        Assert.DoesNotContain(Received(Endpoint), m => m is Acquire);
        PassMs(3_000);
        Assert.Equal([first.Ticket, second.Ticket], Received(Endpoint).OfType<Acquire>().Select(a => a.CallId.Sequence).Order());
    }

    // Defect: a request whose call had failed went by way of the key that refuses its model back to where it failed, without its delay.
    [Fact]
    public void One_whose_call_fails_beside_a_key_that_refuses_its_model_backs_off()
    {
        Announce(A);
        Announce(B);
        Execute(model: "m");
        RejectModel(Asked(), 60_000);
        var ask = AskedAnywhere();
        Grant(ask);
        End(Performed(), OutcomeClass.Failing);

        Settle();
        Assert.DoesNotContain(Received(Endpoint).Concat(Received(Region)), m => m is Acquire);
        PassMs(1_200);
        Assert.NotEqual(default, AskedAnywhere().CallId);
    }

    [Fact]
    public void Once_the_others_are_spent_it_waits_for_the_key_that_refuses_its_model_if_there_is_time()
    {
        Announce(A);
        Announce(B);
        Execute(model: "m", waitLimit: TimeSpan.FromSeconds(10));
        var refused = Asked();
        RejectModel(refused, 5_000);
        Grant(AskedAnywhere());
        End(Performed(), OutcomeClass.KeyRefused);

        var ask = AskedAnywhere();

        Assert.Equal(refused.EndpointId, ask.EndpointId);
        RejectModel(ask, 5_000);
        Settle();
        Assert.DoesNotContain(Received(Endpoint), m => m is Acquire);
        PassMs(5_000);
        Assert.Equal(refused.EndpointId, AskedAnywhere().EndpointId);
    }

    [Fact]
    public void Else_it_gets_the_answer_that_its_call_had()
    {
        Announce(A);
        Announce(B);
        var request = Execute(model: "m", waitLimit: TimeSpan.FromSeconds(4));
        RejectModel(Asked(), 60_000);
        Grant(AskedAnywhere());
        End(Performed(), OutcomeClass.KeyRefused, held: true);

        Assert.Equal(FinalAnswerKind.PassOn, Answer(request).Kind);
    }

    [Fact]
    public void Once_an_operator_has_ended_the_pause_it_is_asked_again()
    {
        Announce(A);
        Announce(B);
        Execute(model: "m");
        var refused = Asked();
        RejectModel(refused, 60_000);
        AskedAnywhere();

        Router.Tell(new DirectoryUpdate([new EndpointAnnouncement(refused.EndpointId, 1, 100, Settings, Free) { ModelsResumed = 9 }], []));
        Execute(model: "m");

        Assert.Equal(refused.EndpointId, AskedAnywhere().EndpointId);
    }

    [Fact]
    public void What_another_pools_endpoint_said_concerns_only_its_own()
    {
        Announce(B, Settings with { Pool = "p" });
        Execute(pool: "p", model: "m", waitLimit: TimeSpan.FromSeconds(1));
        RejectModel(Asked(), 60_000);
        Announce(A);

        var request = Execute(model: "m", waitLimit: TimeSpan.FromSeconds(1));
        var ask = AskedAnywhere();

        Assert.Equal(A, ask.EndpointId);
        RejectModel(ask, 5_000);
        Assert.Equal(TimeSpan.FromSeconds(5), Answer(request).Error!.RetryAfter);
    }

    private void RejectModel(Acquire ask, long retryAfterMs) => Router.Tell(
        new Rejected(ask.EndpointId, ask.CallId, RejectionReason.CoolingDown, retryAfterMs, "why", Free) { IsOfModel = true }, Endpoint);
}
