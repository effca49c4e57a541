using Akka.Actor;
using MultiplexCluster.Actors.Leases;
using MultiplexCluster.Actors.Routing;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Providers.Calls;

namespace MultiplexCluster.Actors.Workers;

/// <summary>
/// Turns permits into calls: opens the sealed key and starts the exchange, which goes on without the worker and says
/// its end to the router. Several run per node, so that starting one call doesn't hold up the next.
/// </summary>
internal sealed class ProviderWorker : UntypedActor
{
    private readonly OpenedKeys _keys;
    private readonly NodeLeases _leases;
    private readonly IScheduler _scheduler = Context.System.Scheduler;

    public ProviderWorker(OpenedKeys keys, NodeLeases leases) => (_keys, _leases) = (keys, leases);

    public static Props Props(OpenedKeys keys, NodeLeases leases) => Akka.Actor.Props.Create(() => new ProviderWorker(keys, leases));

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Perform perform: OnPerform(perform); break;
            default: Unhandled(message); break;
        }
    }

    private void OnPerform(Perform perform)
    {
        var permit = perform.Permit;
        if (!_leases.MayCall(_scheduler.MonotonicClock))
        {
            // The process may have stood still since the router looked, for longer than its lease.
            Sender.Tell(new AttemptEnded(permit.EndpointId, permit.CallId, LeaseOver), Self);
            return;
        }

        if (!_keys.TryOpen(permit.EndpointId, permit.Target.Key, out var key))
        {
            Sender.Tell(new AttemptEnded(permit.EndpointId, permit.CallId, Unreadable), Self);
            return;
        }

        perform.Request.Perform(new WorkerOrder(Sender, permit.CallId)
        {
            EndpointId = permit.EndpointId,
            Target = permit.Target,
            Key = key,
            Attempt = perform.Attempt,
            QueueMs = perform.QueueMs,
            IsProbe = permit.IsProbe,
            PermitLost = perform.PermitLost,
        });
    }

    private static AttemptResult LeaseOver => new() { Outcome = OutcomeClass.PermitLost, SurelyNotExecuted = true };

    private static AttemptResult Unreadable => new()
    {
        Outcome = OutcomeClass.KeyRefused,
        SurelyNotExecuted = true,
        Detail = "its API key was sealed under another master key than this node's",
        Error = new ServiceError(ServiceErrorCode.NoEndpointAvailable, "the endpoint's API key cannot be opened on this node"),
    };

    // The end goes straight to the router: there is nothing for the worker to add.
    private sealed class WorkerOrder(IActorRef router, CallId call) : AttemptOrder
    {
        public override void HeadersArrived(OutcomeClass outcome) =>
            router.Tell(new ProbeHeaders(EndpointId, call, outcome), ActorRefs.NoSender);

        public override void LimitReached(TimeSpan remaining, PauseScope scope) =>
            router.Tell(new LimitHeaders(EndpointId, call, remaining, scope), ActorRefs.NoSender);

        public override void Ended(in AttemptResult result) =>
            router.Tell(new AttemptEnded(EndpointId, call, result), ActorRefs.NoSender);
    }
}
