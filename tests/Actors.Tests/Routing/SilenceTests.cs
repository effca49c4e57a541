using MultiplexCluster.Actors.Routing;

namespace MultiplexCluster.Actors.Tests.Routing;

/// <summary>Questions nobody acknowledges.</summary>
public sealed class SilenceTests : RouterSpec
{
    [Fact]
    public void An_unpinned_request_moves_on_to_another_endpoint_and_takes_its_question_back()
    {
        Announce(A);
        Announce(B);
        Execute();
        var silent = Asked();

        PassMs(400);

        Settle();
        var sent = Received(Region);
        var moved = Assert.Single(sent.OfType<Acquire>());
        Assert.NotEqual(silent.EndpointId, moved.EndpointId);
        Assert.Equal((silent.CallId.Sequence, true), (moved.CallId.Sequence, moved.WaitedMs is >= 300 and <= 400));
        Assert.Equal(silent.CallId, Assert.Single(sent.OfType<Withdraw>()).CallId);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void With_no_other_endpoint_or_pinned_it_asks_the_same_again(bool pinned)
    {
        Announce(A);
        if (pinned)
        {
            Announce(B);
        }

        Execute(pinned: pinned ? A : null);
        var ask = Asked();

        PassMs(400);

        Assert.Equal(ask.CallId, Asked().CallId);
        Assert.DoesNotContain(Received(Region), m => m is Withdraw);
    }

    // Defect: the silence of a question made the router forget where the endpoint was, and when its node was lost, nobody that waited there moved.
    [Fact]
    public void What_waits_at_an_endpoint_that_turns_silent_starts_elsewhere()
    {
        Announce(A);
        var waiting = Execute();
        Queue(Asked());
        Announce(B);
        Execute(pinned: A);
        Asked(Endpoint);

        PassMs(400);

        var asked = Received(Region).OfType<Acquire>().Where(a => a.CallId.Sequence == waiting.Ticket).ToList();
        Assert.All(asked, ask => Assert.Equal((B, true), (ask.EndpointId, ask.OnlyAtOnce)));
        Assert.NotEmpty(asked);
    }

    [Fact]
    public void When_all_are_silent_it_stays_and_asks_again()
    {
        Announce(A);
        Announce(B);
        Execute();

        PassMs(3_000);

        Settle();
        var asks = Received(Region).OfType<Acquire>().ToList();
        Assert.Equal(2, asks.Select(a => a.CallId).Distinct().Count());
        Assert.True(asks.Count > 4);
    }

    [Fact]
    public void The_next_request_does_not_wait_for_it_until_it_is_heard_of_again()
    {
        Announce(A);
        Announce(B);
        Execute();
        var silent = Asked().EndpointId;
        PassMs(400);
        Received(Region);

        Execute();
        Assert.NotEqual(silent, Asked().EndpointId);
        Announce(silent);
        Execute();

        Assert.Equal(silent, Asked().EndpointId);
    }

    [Fact]
    public void One_that_waits_asks_again_every_ten_seconds_since_its_turn_may_have_got_lost()
    {
        Announce(A);
        Execute();
        var ask = Asked();
        Queue(ask);
        PassMs(9_900);
        Assert.DoesNotContain(Received(Endpoint), m => m is Acquire);

        PassMs(200);
        Assert.Equal(ask.CallId, Asked(Endpoint).CallId);
        Grant(ask);

        Assert.Equal(ask.CallId, Performed().CallId);
    }
}
