using Akka.Actor;
using MultiplexCluster.Actors.Leases;
using MultiplexCluster.Actors.Workers;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Core.Moving;
using MultiplexCluster.Core.Routing;
using MultiplexCluster.Providers.Calls;

namespace MultiplexCluster.Actors.Routing;

/// <summary>
/// One per node: owns each request of the node from its arrival to its one final answer. It decides whether and
/// where to try; endpoints decide when. Each concern has its own file.
/// </summary>
internal sealed partial class RouterActor : UntypedActor, IWithTimers
{
    /// <summary>The actor's name on every node.</summary>
    public const string Name = "router";

    private readonly RouterId _id;
    private readonly IActorRef _region;
    private readonly IReadOnlyList<IActorRef> _workers;
    private readonly IActorRef _reporter;
    private readonly OpenedKeys _keys;
    private readonly NodeLeases _leases;
    private readonly Random _random = new();
    private readonly RoutingDirectory _directory;
    private readonly Dictionary<EndpointId, EndpointLink> _links = [];
    private readonly Dictionary<long, RoutedCall> _calls = [];
    private readonly IScheduler _scheduler = Context.System.Scheduler;
    private int _nextWorker;
    private long _choices;

    public RouterActor(NodeId node, NodeLeases leases, IActorRef region, IReadOnlyList<IActorRef> workers, IActorRef reporter, OpenedKeys keys,
        RoutingPolicy? policy = null)
    {
        _directory = new RoutingDirectory(policy);
        _stranded = new StrandedRequests<RoutedCall>(_waiting);
        (_leases, _region, _workers, _reporter, _keys) = (leases, region, workers, reporter, keys);

        // Drawn per start, restarts included: report numbers begin at 1 with it.
        _id = RouterId.Of(node, (uint)_random.NextInt64(1, 1L << 32));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private TimeSpan Now => _scheduler.MonotonicClock;

    public static Props Props(
        NodeId node, NodeLeases leases, IActorRef region, IReadOnlyList<IActorRef> workers, IActorRef reporter, OpenedKeys keys,
        RoutingPolicy? policy = null) =>
        Akka.Actor.Props.Create(() => new RouterActor(node, leases, region, workers, reporter, keys, policy));

    protected override void PreStart()
    {
        Timers.StartPeriodicTimer(nameof(Sweep), Sweep.Instance, MoveRules.LookEvery);
        Timers.StartPeriodicTimer(nameof(AskDirectory), AskDirectory.Instance, AskDirectoryEvery);
        Timers.StartPeriodicTimer(nameof(Remind), Remind.Instance, RemindEvery);
        AskReporters();
    }

    // Nobody is left hanging when the node's actors end.
    protected override void PostStop()
    {
        SendAllGathered();
        var error = new ServiceError(ServiceErrorCode.ShuttingDown, "this node is shutting down");
        foreach (var call in _calls.Values)
        {
            call.Request.Finish(FinalAnswer.Refused(error, call.Link?.Id ?? default, call.Attempts, call.QueueMs));
        }

        _calls.Clear();
    }

    protected override void OnReceive(object message)
    {
        // A refusal gives nothing: it is taken from whoever answers, be it a stand-in or one that was made after a deletion.
        if (message is IEndpointReply and not Rejected and var reply && _links.TryGetValue(reply.EndpointId, out var link) && link.IsOutdated(Sender))
        {
            return;
        }

        switch (message)
        {
            case Execute execute: OnExecute(execute); break;
            case Granted granted: OnGranted(granted); break;
            case AttemptEnded ended: OnAttemptEnded(ended); break;
            case ProbeHeaders headers: OnProbeHeaders(headers); break;
            case LimitHeaders headers: OnLimitHeaders(headers); break;
            case ScopePaused pause: OnScopePaused(pause); break;
            case Queued queued: OnQueued(queued); break;
            case Rejected rejected: OnRejected(rejected); break;
            case Moved moved: OnMoved(moved); break;
            case Withdrawn withdrawn: OnWithdrawn(withdrawn); break;
            case LoadTold told: OnLoadTold(told); break;
            case CallerLeft left: OnCallerLeft(left); break;
            case BackoffOver over: OnBackoffOver(over); break;
            case ReportsCovered covered: OnReportsCovered(covered); break;
            case ReportsMissing missing: OnReportsMissing(missing); break;
            case DirectoryUpdate update: OnDirectoryUpdate(update); break;
            case DirectoryEdition edition: OnDirectoryEdition(edition); break;
            case AskDirectory: AskReporters(); break;
            case HoldingsRequest request: OnHoldingsRequest(request); break;
            case NodeUnreachable lost: OnNodeUnreachable(lost.Address); break;
            case Remind: OnRemind(); break;
            case EndWaiting: OnEndWaiting(); break;
            case Sweep: OnSweep(); break;
            case GrantedSeveral several: OnGrantedSeveral(several); break;
            case SendGathered: OnSendGathered(); break;
            case SendReports: OnSendReports(); break;
            case Settle: OnSettle(); break;
            case ActiveQuery query: OnActiveQuery(query); break;
            case FindRequests find: OnFindRequests(find); break;
            case CancelRequest cancel: OnCancelRequest(cancel); break;
            case CountEndpoints: Sender.Tell(new EndpointsKnown(_directory.Count), Self); break;
            default: Unhandled(message); break;
        }
    }

    private EndpointLink LinkTo(EndpointId id)
    {
        if (!_links.TryGetValue(id, out var link))
        {
            _links[id] = link = new EndpointLink(id, _region, Self);
        }

        return link;
    }

    /// <summary>This link, or the one in its place: an endpoint may be made under a name that stood for none.</summary>
    private EndpointLink Living(EndpointLink link) => link.IsForgotten ? LinkTo(link.Id) : link;

    /// <summary>The call an endpoint's reply is about, if it still is that attempt's.</summary>
    private RoutedCall? CallOf(CallId id) => _calls.TryGetValue(id.Sequence, out var call) && call.Is(id) ? call : null;
}
