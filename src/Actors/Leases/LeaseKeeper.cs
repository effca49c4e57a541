using System.Collections.Frozen;
using Akka.Actor;
using Akka.Cluster;
using Akka.Event;
using MultiplexCluster.Actors.Endpoints;
using MultiplexCluster.Actors.Hosting;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Core.Leases;

namespace MultiplexCluster.Actors.Leases;

/// <summary>One per node: has this node's lease acknowledged by the voters, and acknowledges those of others.</summary>
internal sealed class LeaseKeeper : UntypedActor, IWithTimers
{
    /// <summary>The actor's name on every node.</summary>
    public const string Name = "lease-keeper";

    private static readonly TimeSpan ViewInterval = TimeSpan.FromMilliseconds(200);
    private readonly Cluster _cluster = Cluster.Get(Context.System);
    private readonly IScheduler _scheduler = Context.System.Scheduler;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Dictionary<NodeId, ActorSelection> _voters = [];
    private readonly HashSet<NodeId> _ended = [];
    private readonly IActorRef _reporter;
    private readonly NodeLeases _leases;
    private readonly LeaseLedger _ledger;
    private readonly NodeId _self;
    private readonly Dictionary<long, TimeSpan> _sent = [];
    private long _round;
    private bool _mayCall;

    public LeaseKeeper(NodeLeases leases, IActorRef reporter)
    {
        (_leases, _reporter) = (leases, reporter);
        _self = NodeOf(_cluster.SelfUniqueAddress);
        _ledger = new LeaseLedger(_self);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private TimeSpan Now => _scheduler.MonotonicClock;

    /// <param name="leases">Where it shows what it knows.</param>
    /// <param name="reporter">Tells this node's endpoints of nodes that have ended.</param>
    public static Props Props(NodeLeases leases, IActorRef reporter) => Akka.Actor.Props.Create(() => new LeaseKeeper(leases, reporter));

    /// <summary>The number the cluster knows a node by.</summary>
    public static NodeId NodeOf(UniqueAddress address) => new(address.Uid & int.MaxValue);

    /// <summary>This node.</summary>
    public static NodeId SelfOf(ActorSystem system) => NodeOf(Cluster.Get(system).SelfUniqueAddress);

    protected override void PreStart()
    {
        _cluster.Subscribe(Self, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsEvents, typeof(ClusterEvent.IMemberEvent));
        Timers.StartPeriodicTimer(nameof(Round), Round.Instance, TimeSpan.Zero, LeaseTimes.Round);
        Timers.StartPeriodicTimer(nameof(Look), Look.Instance, ViewInterval);
    }

    protected override void PostStop()
    {
        _cluster.Unsubscribe(Self);
        _leases.Extend(TimeSpan.MinValue, TimeSpan.MinValue);
        _leases.EndCalls();
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Round: OnRound(); break;
            case LeasePing ping: OnPing(ping); break;
            case LeasePong pong: OnPong(pong); break;
            case Look: Show(); break;
            case ClusterEvent.MemberUp up: OnUp(up.Member); break;
            case ClusterEvent.MemberLeft left: OnUp(left.Member); break;
            case ClusterEvent.MemberExited exited: OnUp(exited.Member); break;
            case ClusterEvent.MemberDowned downed: OnGone(downed.Member); break;
            case ClusterEvent.MemberRemoved removed: OnGone(removed.Member); break;
            case ClusterEvent.IMemberEvent: break;
            default: Unhandled(message); break;
        }
    }

    private void OnRound()
    {
        var now = Now;
        Extend();
        _sent[++_round] = now;
        _sent.Remove(_round - (long)(LeaseTimes.Call / LeaseTimes.Round) - 1);
        var ping = new LeasePing(_self, _round, _ledger.Report(now));
        foreach (var (node, keeper) in _voters)
        {
            if (node != _self)
            {
                keeper.Tell(ping, Self);
            }
        }
    }

    private void OnPing(LeasePing ping)
    {
        if (_ledger.Pinged(ping.From, ping.Departed, Now))
        {
            Sender.Tell(new LeasePong(_self, ping.Number), Self);
        }
    }

    private void OnPong(LeasePong pong)
    {
        if (_sent.TryGetValue(pong.Number, out var sentAt))
        {
            _ledger.Acknowledged(pong.From, sentAt);
            Extend();
        }
    }

    private void OnUp(Member member)
    {
        var (node, votes) = (NodeOf(member.UniqueAddress), member.HasRole(NodeOptions.EndpointRole));
        _ledger.Joined(node, votes, Now);
        if (votes && _ledger.Acknowledges(node))
        {
            _voters[node] = Context.ActorSelection(new RootActorPath(member.Address) / "user" / Name);
        }

        Extend();
        Show();
        Self.Tell(Round.Instance);
    }

    private void OnGone(Member member)
    {
        var node = NodeOf(member.UniqueAddress);
        _ledger.Departed(node, Now);
        _voters.Remove(node);
        Extend();
        Show();
        Self.Tell(Round.Instance);
    }

    private void Extend()
    {
        var until = _ledger.Until(Now);
        _leases.Extend(until.Grants, until.Calls);
    }

    private void Show()
    {
        var now = Now;
        var ended = _ledger.Ended(now).ToFrozenSet();
        _leases.Show(new LeaseView(_ledger.Members.ToFrozenSet(), ended, _ledger.IsClear(now)));
        _ended.IntersectWith(ended);
        foreach (var node in ended.Where(_ended.Add))
        {
            _log.Info("The calls of node {Node}, which has departed, have ended", node);
            _reporter.Tell(new NodeEnded(node));
        }

        if (_leases.MayCall(now) != _mayCall)
        {
            _mayCall = !_mayCall;
            if (!_mayCall)
            {
                _leases.EndCalls();
            }

            // One that has left on purpose says nothing.
            if (!_mayCall && _ledger.Acknowledges(_self))
            {
                _log.Warning("Most nodes have not acknowledged this one for {Seconds} s: it makes no calls until they do", LeaseTimes.Call.TotalSeconds);
            }
        }
    }

    private sealed record Round
    {
        public static readonly Round Instance = new();
    }

    private sealed record Look
    {
        public static readonly Look Instance = new();
    }
}
