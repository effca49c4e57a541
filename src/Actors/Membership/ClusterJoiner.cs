using System.Globalization;
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
    private readonly StoreFormat _format;
    private bool _isAdmitted;
    private bool _isRecorded;
    private bool _hasTold;
    private bool _hasToldOfClock;
    private bool _hasToldOfFormer;

    public ClusterJoiner(IReadOnlyList<string> seeds, IMemberTable table, NodeLeases leases, ReadOnlyMemory<byte> masterKey)
    {
        (_seeds, _table, _leases) = (seeds, table, leases);
        _format = new StoreFormat(StoreFormat.CurrentVersion, masterKey);
        _self = _cluster.SelfAddress.ToHostAndPort();
        _mayForm = _cluster.SelfRoles.Contains(NodeOptions.EndpointRole);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private TimeSpan Now => _scheduler.MonotonicClock;

    /// <param name="seeds">As <c>host:port</c>.</param>
    /// <param name="table">Where members are recorded.</param>
    /// <param name="leases">This node's lease: it is recorded only while it lasts.</param>
    /// <param name="masterKey">Its fingerprint: a node with another one would put the others' keys away as unreadable.</param>
    public static Props Props(IReadOnlyList<string> seeds, IMemberTable table, NodeLeases leases, ReadOnlyMemory<byte> masterKey) =>
        Akka.Actor.Props.Create(() => new ClusterJoiner(seeds, table, leases, masterKey));

    protected override void PreStart() => Timers.StartSingleTimer(nameof(Look), Look.Instance, TimeSpan.Zero);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Look: OnLook(); break;
            case StoreWord word: OnStoreWord(word); break;
            case RecordedMembers others: OnOthers(others); break;
            case Claimed { Granted: true }: Form(); break;
            case Claimed: Again(MemberTimes.Look); break;
            case Recorded recorded: OnRecorded(recorded.At); break;
            case Status.Failure failure: OnFailure(failure.Cause); break;
            default: Unhandled(message); break;
        }
    }

    private bool IsMember => _cluster.SelfMember.Status is MemberStatus.Up or MemberStatus.Leaving;

    private void OnLook()
    {
        if (!_isAdmitted)
        {
            _table.GreetAsync(_format).PipeTo(Self);
        }
        else if (!IsMember && !_isRecorded)
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

    private void OnStoreWord(StoreWord word)
    {
        _hasTold = false;
        if (word.Format.Version > _format.Version)
        {
            Refuse(string.Create(
                CultureInfo.InvariantCulture,
                $"the database was made by a newer version of this program (format {word.Format.Version}, this one knows {_format.Version}). Start that version."));
        }
        else if (!word.Format.MasterKey.Span.SequenceEqual(_format.MasterKey.Span))
        {
            Refuse("Multiplex__MasterKey is not the key that this database was first used with. Start with that one: with another, no stored API key could be opened.");
        }
        else
        {
            _isAdmitted = IsClockRight(word.Now);
            Again(_isAdmitted ? TimeSpan.Zero : MemberTimes.Look);
        }
    }

    /// <summary>Nothing was changed, and nothing will come right by waiting.</summary>
    private void Refuse(string why)
    {
        _log.Error("This node does not join: {Reason}", why);
        CoordinatedShutdown.Get(Context.System).Run(new StartRefused(why));
    }

    private bool IsClockRight(DateTimeOffset stores)
    {
        var ahead = _scheduler.Now - stores;
        var isRight = ahead.Duration() <= MemberTimes.ClockMayDiffer;
        if (!isRight && !_hasToldOfClock)
        {
            _log.Warning(
                "This node's clock is {Seconds} s {Direction} the database's: set it right (NTP). A node that is not in the cluster yet does not join before",
                (long)ahead.Duration().TotalSeconds, ahead > TimeSpan.Zero ? "ahead of" : "behind");
        }

        _hasToldOfClock = !isRight;
        return isRight;
    }

    private void OnRecorded(DateTimeOffset at)
    {
        (_isRecorded, _hasTold) = (true, false);
        IsClockRight(at);
        Again(MemberTimes.Record);
    }

    private void OnOthers(RecordedMembers others)
    {
        var known = others.Living.Union(_seeds, StringComparer.OrdinalIgnoreCase).Where(seed => !seed.Equals(_self, StringComparison.OrdinalIgnoreCase)).ToList();
        if (others.FormerSelf)
        {
            // The others give it up by its address: who joins at the same one before they have is given up in its place.
            TellOfFormerSelf();
        }
        else
        {
            Try(known);
        }

        if (_watch.NobodyLives(others.Living.Count > 0, others.Any, Now) && _mayForm)
        {
            ClaimAsync().PipeTo(Self);
        }
        else
        {
            Again(MemberTimes.Look);
        }
    }

    private void TellOfFormerSelf()
    {
        if (!_hasToldOfFormer)
        {
            _hasToldOfFormer = true;
            _log.Info("An earlier start of this node was in the cluster a moment ago: this one joins when the others have given that up, {Seconds} s after its last sign", (long)MemberTimes.Alive.TotalSeconds);
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

    private async Task<Recorded> RecordAsync() => new(await _table.RecordAsync(_self));

    private sealed record Claimed(bool Granted);

    private sealed record Recorded(DateTimeOffset At);

    private sealed record Look
    {
        public static readonly Look Instance = new();
    }
}
