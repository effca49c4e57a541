using MultiplexCluster.Actors.Routing;

namespace MultiplexCluster.Actors.Tests.Routing;

/// <summary>Requests that came by way of an alias: what they may wait here, and what they do when they may not.</summary>
public sealed class AliasWaitTests : RouterSpec
{
    private static readonly EndpointLoad Busy = new(EndpointState.Available, 0, 2, 0, 0);
    private long _tickets = 1_000;

    [Fact]
    public void One_that_may_not_wait_asks_for_a_free_slot_and_leaves_when_none_is_known()
    {
        Announce(A);
        Announce(B, load: Busy);
        var request = Request(here: TimeSpan.Zero);

        var ask = Asked();
        Assert.Equal((A, 1, true), (ask.EndpointId, ask.WaitLimitMs, ask.OnlyAtOnce));
        Reject(ask, RejectionReason.DeadlinePassed);

        Assert.Equal(ServiceErrorCode.QueueTimeout, Answer(request).Error!.Code);
    }

    [Fact]
    public void It_goes_on_to_another_endpoint_that_has_a_free_slot()
    {
        Announce(A);
        Announce(B);
        var request = Request(here: TimeSpan.Zero);
        var first = Asked();
        Reject(first, RejectionReason.DeadlinePassed);

        var second = AskedAnywhere();
        Assert.NotEqual(first.EndpointId, second.EndpointId);
        Assert.True(second.OnlyAtOnce);
        Grant(second);
        End(Performed(), OutcomeClass.Success, started: true);
        Assert.Equal(FinalAnswerKind.Delivered, Answer(request).Kind);
    }

    [Fact]
    public void A_longer_wait_than_the_endpoints_own_ends_with_that_one()
    {
        Announce(A, Settings with { QueueTimeout = TimeSpan.FromSeconds(5) });
        Request(here: TimeSpan.FromSeconds(600), waited: TimeSpan.FromSeconds(2));

        Assert.Equal((3_000, false), Asked() is var ask ? (ask.WaitLimitMs, ask.OnlyAtOnce) : default);
    }

    [Fact]
    public void The_last_target_serves_at_once_although_the_endpoints_time_is_used_up()
    {
        Announce(A, Settings with { QueueTimeout = TimeSpan.FromSeconds(5) });
        Request(waited: TimeSpan.FromSeconds(9));

        Assert.Equal((1, true), Asked() is var ask ? (ask.WaitLimitMs, ask.OnlyAtOnce) : default);
    }

    [Fact]
    public void Its_callers_own_time_is_not_exceeded()
    {
        Announce(A);
        Request(here: TimeSpan.Zero, own: TimeSpan.FromSeconds(8), waited: TimeSpan.FromSeconds(9));

        Assert.Equal((0, false), Asked() is var ask ? (ask.WaitLimitMs, ask.OnlyAtOnce) : default);
    }

    private FakeRequest Request(TimeSpan? here = null, TimeSpan? own = null, TimeSpan waited = default)
    {
        var request = new FakeRequest
        {
            Ticket = ++_tickets,
            Id = RequestId.Parse("r"),
            Provider = ProviderKind.OpenAi,
            Wishes = new CallWishes { WaitLimit = own },
            WaitedBefore = waited,
            WaitHere = here,
        };
        Router.Tell(new Execute(request));
        return request;
    }
}
