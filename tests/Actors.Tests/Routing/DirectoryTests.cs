using MultiplexCluster.Actors.Routing;

namespace MultiplexCluster.Actors.Tests.Routing;

/// <summary>How a router learns of endpoints again after it missed something.</summary>
public sealed class DirectoryTests : RouterSpec
{
    [Fact]
    public void It_asks_for_everything_when_it_starts_and_again_after_a_restart()
    {
        Assert.Empty(Next<DirectoryRequest>(Reporter).Known);
        Router.Tell(new DirectoryEdition(7, 3, IsWhole: true), Reporter);

        // A defect: the supervisor restarts it.
        Router.Tell(new Execute(null!));

        Assert.Empty(Next<DirectoryRequest>(Reporter).Known);
    }

    [Fact]
    public void Every_few_seconds_it_says_which_editions_it_has_in_full()
    {
        Next<DirectoryRequest>(Reporter);
        Router.Tell(new DirectoryEdition(7, 3, IsWhole: true), Reporter);
        Router.Tell(new DirectoryEdition(7, 4, IsWhole: false), Reporter);
        Router.Tell(new DirectoryEdition(8, 1, IsWhole: false), Reporter);
        Router.Tell(new DirectoryEdition(8, 3, IsWhole: false), Reporter);

        PassMs(5_100);

        Assert.Equal([(7, 4), (8, 1)], Next<DirectoryRequest>(Reporter).Known.Select(e => (e.Reporter, e.Number)).Order());
    }

    [Fact]
    public void An_endpoint_that_says_it_does_not_exist_is_forgotten_and_everything_is_asked_for()
    {
        Announce(A);
        Router.Tell(new DirectoryEdition(7, 3, IsWhole: true), Reporter);
        Next<DirectoryRequest>(Reporter);
        Execute();
        Reject(Asked(), RejectionReason.NotFound);

        var next = Execute();

        Assert.Equal(ServiceErrorCode.NoEndpointAvailable, Answer(next).Error!.Code);
        PassMs(5_100);
        Assert.Empty(Next<DirectoryRequest>(Reporter).Known);
    }

    [Fact]
    public void The_refusal_of_one_that_was_made_after_a_deletion_is_taken_and_its_word_from_then_on()
    {
        Announce(A);
        var former = CreateTestProbe();
        Router.Tell(new HoldingsRequest(A, 1, new Dictionary<RouterId, long>()), former);
        var request = Execute(pinned: A);
        Reject(Next<Acquire>(former), RejectionReason.NotFound);
        Assert.Equal(ServiceErrorCode.EndpointNotFound, Answer(request).Error!.Code);

        Execute(pinned: A);
        Grant(Asked());

        Assert.Equal(A, Performed().EndpointId);
    }
}
