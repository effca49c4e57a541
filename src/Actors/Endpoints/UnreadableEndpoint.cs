using Akka.Actor;
using Akka.Cluster.Sharding;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;

namespace MultiplexCluster.Actors.Endpoints;

/// <summary>
/// Stands in for an endpoint whose stored state can't be read: refuses everything with the reason, overwrites nothing,
/// and goes after a while so that the next message tries to read it again.
/// </summary>
internal sealed class UnreadableEndpoint : UntypedActor, IWithTimers
{
    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromSeconds(5);
    private readonly EndpointId _id;
    private readonly string _reason;

    public UnreadableEndpoint(string entityId, string reason) => (_id, _reason) = (EndpointId.Parse(entityId), reason);

    public static Props Props(string entityId, string reason) =>
        Akka.Actor.Props.Create(() => new UnreadableEndpoint(entityId, reason));

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart() => Timers.StartSingleTimer(nameof(TryAgain), TryAgain.Instance, TryAgainAfter);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Acquire ask:
                Refuse(ask);
                break;
            case ReportsAndQuestions several:
                several.Questions.ToList().ForEach(Refuse);
                break;
            case IAdminCommand:
                Sender.Tell(new AdminRefused(_id, AdminRefusal.Unreadable, null, _reason));
                break;
            case TryAgain:
                // Passivated, not just stopped: the shard keeps what comes meanwhile for the next try.
                Context.Parent.Tell(new Passivate(PoisonPill.Instance));
                break;
            case HandOff:
                Context.Stop(Self);
                break;
            case WakeEndpoint or Withdraw or ProbeVerdict or Report or Holdings or LoadQuery or IdReleased:
                // They wait for the endpoint itself: what must not be lost is sent again.
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Refuse(Acquire ask)
    {
        var load = new EndpointLoad(EndpointState.Quarantined, 0, 0, 0, 0);
        Sender.Tell(new Rejected(_id, ask.CallId, RejectionReason.Quarantined, null, _reason, load));
    }

    private sealed record TryAgain
    {
        public static readonly TryAgain Instance = new();
    }
}
