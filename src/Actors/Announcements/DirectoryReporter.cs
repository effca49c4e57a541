using Akka.Actor;
using Akka.Cluster;
using MultiplexCluster.Actors.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;

namespace MultiplexCluster.Actors.Announcements;

/// <summary>
/// One per node: tells the routers of all nodes about this node's endpoints, in batches, and passes a starting
/// endpoint's question on to all of them.
/// </summary>
internal sealed class DirectoryReporter : UntypedActor
{
    /// <summary>The actor's name on every node.</summary>
    public const string Name = "directory-reporter";

    /// <summary>Announcements in one message: about 300 bytes each, well below the frame limit.</summary>
    private const int BatchSize = 100;

    private readonly Cluster _cluster = Cluster.Get(Context.System);
    private readonly Dictionary<Address, ActorSelection> _routers = [];
    private readonly Dictionary<EndpointId, (EndpointAnnouncement Said, IActorRef By)> _known = [];
    private readonly Dictionary<IActorRef, EndpointId> _announcers = [];
    private readonly Dictionary<EndpointId, EndpointAnnouncement> _changed = [];
    private readonly HashSet<EndpointId> _gone = [];
    private readonly string _routerName;
    private readonly long _id = new Random().NextInt64(1, long.MaxValue);
    private long _edition;

    public DirectoryReporter(string routerName) => _routerName = routerName;

    public static Props Props(string routerName) => Akka.Actor.Props.Create(() => new DirectoryReporter(routerName));

    protected override void PreStart()
    {
        // This node's router is told from the first moment, before the cluster has formed.
        Join(_cluster.SelfAddress);
        _cluster.Subscribe(Self, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsEvents, typeof(ClusterEvent.IMemberEvent));
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
            case HoldingsRequest request: OnHoldingsRequest(request); break;
            case ClusterEvent.MemberUp up: Join(up.Member.Address); break;
            case ClusterEvent.MemberRemoved removed: _routers.Remove(removed.Member.Address); break;
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
        foreach (var router in _routers.Values)
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
            foreach (var address in _routers.Keys.Where(a => a != _cluster.SelfAddress))
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

    private void OnHoldingsRequest(HoldingsRequest request)
    {
        foreach (var router in _routers.Values)
        {
            router.Tell(request, Sender);
        }

        Sender.Tell(new RoutersAsked(_routers.Count));
    }

    private void Join(Address address)
    {
        if (_routers.ContainsKey(address))
        {
            return;
        }

        var router = Context.ActorSelection(new RootActorPath(address) / "user" / _routerName);
        _routers[address] = router;
        Send(router, [.. _known.Values.Select(k => k.Said)], []);
    }

    private void Send(ICanTell router, IReadOnlyCollection<EndpointAnnouncement> announcements, IReadOnlyCollection<EndpointId> gone)
    {
        if (gone.Count > 0)
        {
            router.Tell(new DirectoryUpdate([], [.. gone]), Self);
        }

        foreach (var batch in announcements.Chunk(BatchSize))
        {
            router.Tell(new DirectoryUpdate(batch, []), Self);
        }
    }

    private sealed record Flush
    {
        public static readonly Flush Instance = new();
    }
}
