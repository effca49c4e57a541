using Akka.Actor;
using Akka.Event;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Providers.Calls;

namespace MultiplexCluster.Actors.Routing;

/// <summary>
/// Answers requests that reach the router after its end, or the actor system's: a node that was downed ends its actors
/// while callers are still connected. A system actor, as it must outlive the router.
/// </summary>
internal sealed class UndeliveredRequests : UntypedActor
{
    /// <summary>The actor's name on every node.</summary>
    public const string Name = "undelivered-requests";

    private static readonly ServiceError ShuttingDown = new(ServiceErrorCode.ShuttingDown, "this node is shutting down");
    private readonly Action _ended;

    public UndeliveredRequests(Action ended) => _ended = ended;

    /// <param name="ended">Called at the end, when nobody answers any more.</param>
    public static Props Props(Action ended) => Akka.Actor.Props.Create(() => new UndeliveredRequests(ended));

    /// <summary>The answer to a request that nobody takes.</summary>
    public static void Answer(ProviderRequest request) => request.Finish(FinalAnswer.Refused(ShuttingDown, default, 0, 0));

    protected override void PreStart() => Context.System.EventStream.Subscribe(Self, typeof(DeadLetter));

    protected override void PostStop() => _ended();

    protected override void OnReceive(object message)
    {
        if (message is DeadLetter { Message: Execute execute })
        {
            Answer(execute.Request);
        }
    }
}
