using Akka.Actor;
using Akka.Cluster;
using MultiplexCluster.Actors.Endpoints;
using MultiplexCluster.Actors.Leases;
using MultiplexCluster.Actors.Routing;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Core.Health;

namespace MultiplexCluster.Actors.Announcements;

/// <summary>
/// One per node: tells the routers of all nodes about this node's endpoints, in batches, and passes a starting
/// endpoint's question on to all of them.
/// </summary>
internal sealed class DirectoryReporter : UntypedActor
{
    /// <summary>The actor's name on every node.</summary>
    public const string Name = "directory-reporter";

    private readonly Cluster _cluster = Cluster.Get(Context.System);
    private readonly Dictionary<NodeId, (Address Address, ActorSelection Router)> _routers = [];
    private readonly Dictionary<EndpointId, (EndpointAnnouncement Said, IActorRef By)> _known = [];
    private readonly Dictionary<IActorRef, EndpointId> _announcers = [];
    private readonly Dictionary<EndpointId, EndpointAnnouncement> _changed = [];
    private readonly HashSet<EndpointId> _gone = [];
    private readonly TellingPauses _pauses = new();
    private readonly IScheduler _scheduler = Context.System.Scheduler;
    private readonly string _routerName;
    private readonly long _id = new Random().NextInt64(1, long.MaxValue);
    private long _edition;

    public DirectoryReporter(string routerName) => _routerName = routerName;

    public static Props Props(string routerName) => Akka.Actor.Props.Create(() => new DirectoryReporter(routerName));

    protected override void PreStart()
    {
        // This node's router is told from the first moment, before the cluster has formed.
        Join(_cluster.SelfUniqueAddress);
        _cluster.Subscribe(
            Self,
            ClusterEvent.SubscriptionInitialStateMode.InitialStateAsEvents,
            typeof(ClusterEvent.IMemberEvent),
            typeof(ClusterEvent.UnreachableMember));
    }

    protected override void PostStop() => _cluster.Unsubscribe(Self);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case EndpointAnnouncement announcement: OnAnnouncement(announcement); break;
            case EndpointGone gone: OnGone(gone.EndpointId); break;
            case Flush: OnFlush(); break;
            case DirectoryRequest request: OnDirectoryRequest(request); break;
            case Terminated ended: OnAnnouncerEnded(ended.ActorRef); break;
            case AskRouters ask: OnAskRouters(ask); break;
            case ScopePaused pause: OnScopePaused(pause); break;
            case NodeEnded ended: OnNodeEnded(ended); break;
            case ClusterEvent.MemberRemoved removed: Leave(removed.Member.UniqueAddress); break;
            case ClusterEvent.UnreachableMember lost: TellRouterHere(new NodeUnreachable(lost.Member.Address)); break;

            // One that is still joining has a router already, and is up for itself before it is for this node. One that is
            // leaving has its router until it is removed.
            case ClusterEvent.IMemberEvent { Member: var member } and not (ClusterEvent.MemberDowned or ClusterEvent.MemberRemoved):
                Join(member.UniqueAddress);
                break;
            case ClusterEvent.IMemberEvent: break;
            default: Unhandled(message); break;
        }
    }

    private void OnAnnouncement(EndpointAnnouncement announcement)
    {
        ScheduleFlush();
        _known[announcement.EndpointId] = (announcement, Sender);
        _changed[announcement.EndpointId] = announcement;
        _gone.Remove(announcement.EndpointId);
        if (!Sender.IsNobody() && _announcers.TryAdd(Sender, announcement.EndpointId))
        {
            Context.Watch(Sender);
        }
    }

    /// <summary>Its successor announces itself, here or to another node's reporter; what this one knew is no longer true.</summary>
    private void OnAnnouncerEnded(IActorRef announcer)
    {
        if (_announcers.Remove(announcer, out var id) && _known.TryGetValue(id, out var known) && known.By.Equals(announcer))
        {
            _known.Remove(id);
        }
    }

    private void OnGone(EndpointId id)
    {
        ScheduleFlush();
        _known.Remove(id);
        _changed.Remove(id);
        _gone.Add(id);
    }

    // What is already in the mailbox joins the batch.
    private void ScheduleFlush()
    {
        if (_changed.Count == 0 && _gone.Count == 0)
        {
            Self.Tell(Flush.Instance);
        }
    }

    private void OnFlush()
    {
        _edition++;
        foreach (var (_, router) in _routers.Values)
        {
            Send(router, _changed.Values, _gone);
            router.Tell(new DirectoryEdition(_id, _edition, IsWhole: false));
        }

        _changed.Clear();
        _gone.Clear();
    }

    private void OnDirectoryRequest(DirectoryRequest request)
    {
        if (Sender.Path.Address.HasLocalScope)
        {
            foreach (var (address, _) in _routers.Values.Where(r => r.Address != _cluster.SelfAddress))
            {
                Context.ActorSelection(new RootActorPath(address) / "user" / Name).Tell(request, Sender);
            }
        }

        if (!request.Known.Any(e => e.Reporter == _id && e.Number == _edition))
        {
            Send(Sender, [.. _known.Values.Select(k => k.Said)], []);
            Sender.Tell(new DirectoryEdition(_id, _edition, IsWhole: true));
        }
    }

    private void OnAskRouters(AskRouters ask)
    {
        foreach (var (node, (_, router)) in _routers)
        {
            if (!ask.Answered.Contains(node))
            {
                router.Tell(ask.Request, Sender);
            }
        }

        Sender.Tell(new RoutersAsked(_routers.Keys.ToHashSet()));
    }

    /// <summary>An endpoint of this node tells all nodes' routers, and the endpoints concerned by way of their nodes' reporters.</summary>
    private void OnScopePaused(ScopePaused pause)
    {
        if (Sender.Path.Address.HasLocalScope)
        {
            if (!_pauses.IsNews(pause, _scheduler.MonotonicClock))
            {
                return;
            }

            foreach (var (address, router) in _routers.Values)
            {
                router.Tell(pause, Self);
                if (address != _cluster.SelfAddress)
                {
                    Context.ActorSelection(new RootActorPath(address) / "user" / Name).Tell(pause, Self);
                }
            }
        }

        foreach (var (said, endpoint) in _known.Values)
        {
            if (said.EndpointId != pause.Source && PauseRules.Concerns(pause, said.Settings))
            {
                endpoint.Tell(pause, Self);
            }
        }
    }

    private void OnNodeEnded(NodeEnded ended)
    {
        foreach (var endpoint in _announcers.Keys)
        {
            endpoint.Tell(ended);
        }
    }

    private void Join(UniqueAddress node)
    {
        if (_routers.ContainsKey(LeaseKeeper.NodeOf(node)))
        {
            return;
        }

        var router = Context.ActorSelection(new RootActorPath(node.Address) / "user" / _routerName);
        _routers[LeaseKeeper.NodeOf(node)] = (node.Address, router);
        Send(router, [.. _known.Values.Select(k => k.Said)], []);
    }

    private void Leave(UniqueAddress node)
    {
        _routers.Remove(LeaseKeeper.NodeOf(node));
        TellRouterHere(new NodeUnreachable(node.Address));
    }

    private void TellRouterHere(NodeUnreachable lost) => Context.ActorSelection(Self.Path.Root / "user" / _routerName).Tell(lost);

    private void Send(ICanTell router, IReadOnlyCollection<EndpointAnnouncement> announcements, IReadOnlyCollection<EndpointId> gone)
    {
        if (gone.Count > 0)
        {
            router.Tell(new DirectoryUpdate([], [.. gone]), Self);
        }

        foreach (var batch in AnnouncementBatches.Of(announcements))
        {
            router.Tell(new DirectoryUpdate(batch, []), Self);
        }
    }

    private sealed record Flush
    {
        public static readonly Flush Instance = new();
    }
}
