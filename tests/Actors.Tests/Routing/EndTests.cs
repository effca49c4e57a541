using Akka.Event;
using MultiplexCluster.Actors.Routing;

namespace MultiplexCluster.Actors.Tests.Routing;

public sealed class EndTests : RouterSpec
{
    [Fact]
    public void At_the_drains_limit_what_waits_is_answered_with_a_time_and_what_runs_goes_on()
    {
        Announce(A);
        var running = Execute();
        Grant(Asked());
        var permit = Performed();
        var waiting = Execute();
        Queue(Asked(Endpoint));
        var asking = Execute();
        Asked(Endpoint);

        Router.Tell(EndWaiting.Instance);

        Assert.All(new[] { waiting, asking }, request =>
        {
            var error = Answer(request).Error!;
            Assert.Equal((ServiceErrorCode.ShuttingDown, TimeSpan.FromSeconds(1)), (error.Code, error.RetryAfter));
        });
        Unanswered(running);
        End(permit, OutcomeClass.Success);
        Answer(running);
    }

    [Fact]
    public void A_request_that_meets_the_end_of_the_router_is_answered_all_the_same()
    {
        var ended = false;
        var undelivered = Sys.ActorOf(UndeliveredRequests.Props(() => Volatile.Write(ref ended, true)));
        Settle();
        Endpoint.Watch(Router);
        Sys.Stop(Router);
        Endpoint.FishForMessage(m => m is Akka.Actor.Terminated, TimeSpan.FromSeconds(15));

        var request = Execute();

        AwaitAssert(() => Assert.Equal(ServiceErrorCode.ShuttingDown, Assert.Single(request.Answers).Error!.Code), TimeSpan.FromSeconds(15));
        Sys.Stop(undelivered);
        AwaitCondition(() => Volatile.Read(ref ended), TimeSpan.FromSeconds(15));
    }
}
