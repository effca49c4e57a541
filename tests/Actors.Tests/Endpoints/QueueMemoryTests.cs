using System.Reflection;
using MultiplexCluster.Core.Queueing;

namespace MultiplexCluster.Actors.Tests.Endpoints;

public sealed class QueueMemoryTests : EndpointSpec
{
    [Fact]
    public void Ten_thousand_waiters_that_leave_during_a_long_cooldown_leave_nothing_to_grow()
    {
        Create(Settings with { QueueSize = 20_000, QueueTimeout = TimeSpan.FromHours(1) });
        Ends(Granted(), OutcomeClass.RateLimited, retryAfterMs: 1_800_000);
        for (var i = 0; i < 10; i++)
        {
            var calls = Enumerable.Range(0, 1_000).Select(_ => Ask().CallId).ToList();
            Router.ReceiveN(1_000, TimeSpan.FromSeconds(30));
            calls.ForEach(call => Endpoint.Tell(new Withdraw(Id, call), Router));
            Router.ReceiveN(1_000, TimeSpan.FromSeconds(30));
        }

        Assert.Equal(0, Described().QueueLength);
        Assert.InRange(Stashed(), 0, 128);
        var last = Queued();
        Pass(TimeSpan.FromMinutes(30));
        Assert.Equal((last, true), (Turn() is var granted ? granted.CallId : default, granted.IsProbe));
    }

    // What the queue holds can't be seen from outside: its whole purpose is that nobody notices.
    private int Stashed()
    {
        var room = Field(ActorOf(), "_room");
        var order = (WaitingOrder<IActorRef>)Field(room, "_order");
        return ((List<IStash>)Field(room, "_stashes")).Sum(Count) + order.Lines.Sum(line => line.Weight);
    }

    private object ActorOf()
    {
        var cell = ((ActorRefWithCell)Endpoint).Underlying;
        return cell.GetType().GetProperty("Actor", BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.Instance)!.GetValue(cell)!;
    }

    private static int Count(IStash stash)
    {
        var all = stash.ClearStash().ToList();
        stash.Prepend(all);
        return all.Count;
    }

    private static object Field(object owner, string name) =>
        owner.GetType().GetField(name, BindingFlags.NonPublic | BindingFlags.Instance)!.GetValue(owner)!;
}
