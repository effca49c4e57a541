using Akka.Actor;
using Akka.Cluster;
using Akka.Event;
using MultiplexCluster.Actors.Hosting;
using MultiplexCluster.Actors.Leases;
using MultiplexCluster.Core.Membership;

namespace MultiplexCluster.Actors.Membership;

/// <summary>
/// Brings a node of several into the cluster, and keeps it recorded while it is one. A node joins what is recorded as
/// living, or any seed that answers. It forms a cluster of its own only when the store allows it: a seed that was cut
/// off and started again must not become a second cluster.
/// </summary>
internal sealed class ClusterJoiner : UntypedActor, IWithTimers
{
    /// <summary>The actor's name on every node.</summary>
    public const string Name = "cluster-joiner";

    private readonly Cluster _cluster = Cluster.Get(Context.System);
    private readonly IScheduler _scheduler = Context.System.Scheduler;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly IReadOnlyList<string> _seeds;
    private readonly IMemberTable _table;
    private readonly NodeLeases _leases;
    private readonly FormationWatch _watch = new(MemberTimes.Alive);
    private readonly string _self;
    private readonly bool _mayForm;
    private IReadOnlyList<string> _tried = [];
    private TimeSpan _triedAt;
    private bool _isRecorded;
    private bool _hasTold;

    public ClusterJoiner(IReadOnlyList<string> seeds, IMemberTable table, NodeLeases leases)
    {
        (_seeds, _table, _leases) = (seeds, table, leases);
        _self = _cluster.SelfAddress.ToHostAndPort();
        _mayForm = _cluster.SelfRoles.Contains(NodeOptions.EndpointRole);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private TimeSpan Now => _scheduler.MonotonicClock;

    /// <param name="seeds">As <c>host:port</c>.</param>
    /// <param name="table">Where members are recorded.</param>
    /// <param name="leases">This node's lease: it is recorded only while it lasts.</param>
    public static Props Props(IReadOnlyList<string> seeds, IMemberTable table, NodeLeases leases) =>
        Akka.Actor.Props.Create(() => new ClusterJoiner(seeds, table, leases));

    protected override void PreStart() => Timers.StartSingleTimer(nameof(Look), Look.Instance, TimeSpan.Zero);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Look: OnLook(); break;
            case RecordedMembers others: OnOthers(others); break;
            case Claimed { Granted: true }: Form(); break;
            case Claimed: Again(MemberTimes.Look); break;
            case Recorded: (_isRecorded, _hasTold) = (true, false); Again(MemberTimes.Record); break;
            case Status.Failure failure: OnFailure(failure.Cause); break;
            default: Unhandled(message); break;
        }
    }

    private bool IsMember => _cluster.SelfMember.Status is MemberStatus.Up or MemberStatus.Leaving;

    private void OnLook()
    {
        if (!IsMember && !_isRecorded)
        {
            _table.OthersAsync(_self).PipeTo(Self);
        }
        else if (IsMember && _leases.MayGrant(Now))
        {
            RecordAsync().PipeTo(Self);
        }
        else
        {
            Again(MemberTimes.Look);
        }
    }

    private void OnOthers(RecordedMembers others)
    {
        var known = others.Living.Union(_seeds, StringComparer.OrdinalIgnoreCase).Where(seed => !seed.Equals(_self, StringComparison.OrdinalIgnoreCase)).ToList();
        Try(known);
        if (_watch.NobodyLives(others.Living.Count > 0, others.Any, Now) && _mayForm)
        {
            ClaimAsync().PipeTo(Self);
        }
        else
        {
            Again(MemberTimes.Look);
        }
    }

    private void Try(IReadOnlyList<string> nodes)
    {
        if (nodes.Count == 0 || (nodes.SequenceEqual(_tried) && Now - _triedAt < MemberTimes.TryAnew))
        {
            return;
        }

        (_tried, _triedAt) = (nodes, Now);
        var protocol = _cluster.SelfAddress.Protocol;
        _cluster.JoinSeedNodes(nodes.Select(node => Address.Parse($"{protocol}://{Context.System.Name}@{node}")));
    }

    private void Form()
    {
        if (!IsMember && _cluster.SelfMember.Status is not MemberStatus.Joining)
        {
            _log.Info("No cluster lives: this node forms one");
            _cluster.Join(_cluster.SelfAddress);
        }

        Again(MemberTimes.Look);
    }

    private void OnFailure(Exception cause)
    {
        _watch.Interrupted();
        if (!_hasTold)
        {
            _hasTold = true;
            _log.Warning("The table of cluster members can't be reached: {Reason}", cause.Message);
        }

        Again(MemberTimes.Look);
    }

    /// <summary>Looks again, once what was asked is answered: one question at a time.</summary>
    private void Again(TimeSpan pause) => Timers.StartSingleTimer(nameof(Look), Look.Instance, pause);

    private async Task<Claimed> ClaimAsync() => new(await _table.ClaimAsync(_self));

    private async Task<Recorded> RecordAsync()
    {
        await _table.RecordAsync(_self);
        return new Recorded();
    }

    private sealed record Claimed(bool Granted);

    private sealed record Recorded;

    private sealed record Look
    {
        public static readonly Look Instance = new();
    }
}
