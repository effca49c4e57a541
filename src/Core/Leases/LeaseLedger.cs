using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;

namespace MultiplexCluster.Core.Leases;

/// <summary>
/// What one node knows of its own lease and of the leases of nodes that have departed. Voters are the members that
/// hold endpoints. All moments are of this node's monotonic clock. Not thread-safe.
/// </summary>
/// <param name="self">This node.</param>
public sealed class LeaseLedger(NodeId self)
{
    private readonly Dictionary<NodeId, Peer> _members = [];
    private readonly Dictionary<NodeId, Departure> _departed = [];

    /// <summary>The members, this node included once it is one.</summary>
    public IReadOnlyCollection<NodeId> Members => _members.Keys;

    /// <summary>Whether this node acknowledges the other: it does until that one has departed.</summary>
    public bool Acknowledges(NodeId node) => _members.ContainsKey(node);

    /// <summary>A node is a member now. One that has departed never is again: a restarted node has another number.</summary>
    public void Joined(NodeId node, bool votes, TimeSpan now)
    {
        if (!_departed.ContainsKey(node))
        {
            _members.TryAdd(node, new Peer(votes, now));
        }
    }

    /// <summary>A node is no member any more.</summary>
    public void Departed(NodeId node, TimeSpan now)
    {
        _members.Remove(node, out var peer);
        DepartureOf(node, now).AcknowledgedHere ??= peer?.AcknowledgedAt;
    }

    /// <summary>
    /// A ping came; true when it is to be answered. What the sender tells of departed nodes is taken over either way.
    /// </summary>
    public bool Pinged(NodeId from, IReadOnlyList<DepartedNode> departed, TimeSpan now)
    {
        ArgumentNullException.ThrowIfNull(departed);
        foreach (var other in departed)
        {
            // Told on without its age it would be young again at each turn, and remembered for ever.
            var age = TimeSpan.FromMilliseconds(Math.Max(0, other.DepartedMsAgo));
            if (age > LeaseTimes.Remembered)
            {
                continue;
            }

            var departure = DepartureOf(other.Node, now - age);
            departure.Told(from, other.AcknowledgedMsAgo is { } ms ? now - TimeSpan.FromMilliseconds(ms) : null);
        }

        if (!_members.TryGetValue(from, out var peer))
        {
            return false;
        }

        peer.AcknowledgedAt = now;
        return true;
    }

    /// <summary>A voter acknowledged the ping that was sent then.</summary>
    public void Acknowledged(NodeId by, TimeSpan sentAt)
    {
        if (_members.TryGetValue(by, out var peer) && !(sentAt <= peer.AcknowledgedMeAt))
        {
            peer.AcknowledgedMeAt = sentAt;
        }
    }

    /// <summary>
    /// Until when this node may act. Of voters that came a moment ago nothing can be expected yet: for that moment those
    /// before them are enough, or a second node that joins the first would break off all its calls. They cannot have
    /// taken this node for ended by then, since they would have to miss it first.
    /// </summary>
    public LeaseEnd Until(TimeSpan now)
    {
        var until = LeaseEnd.Of(MajorityAt());
        var newcomers = _members.Where(m => IsNewcomer(m.Key, m.Value, now)).Select(m => m.Value.JoinedAt).ToList();
        if (newcomers.Count == 0)
        {
            return until;
        }

        var before = LeaseEnd.Of(MajorityAt(m => !IsNewcomer(m.Key, m.Value, now)));
        return until.OrLater(before.NoLaterThan(newcomers.Min() + LeaseTimes.Newcomer));
    }

    /// <summary>
    /// The latest moment at which most voters acknowledged this node (it counts itself, where it votes);
    /// <see cref="TimeSpan.MaxValue"/> when its own vote is enough, null while it is no member or never had a majority.
    /// </summary>
    public TimeSpan? MajorityAt() => MajorityAt(_ => true);

    /// <summary>What this node tells in its pings: of its own acknowledgements only, or moments told on would grow later with every turn.</summary>
    public IReadOnlyList<DepartedNode> Report(TimeSpan now)
    {
        foreach (var old in _departed.Where(d => now - d.Value.Since > LeaseTimes.Remembered).Select(d => d.Key).ToList())
        {
            _departed.Remove(old);
        }

        // One that others miss but that is a member here is not told of: this node still acknowledges it.
        return
        [
            .. _departed
                .Where(d => !_members.ContainsKey(d.Key))
                .Select(d => new DepartedNode(
                    d.Key,
                    d.Value.AcknowledgedHere is { } at ? (long)(now - at).TotalMilliseconds : null,
                    (long)(now - d.Value.Since).TotalMilliseconds)),
        ];
    }

    /// <summary>
    /// Whether a departed node's lease has surely ended: every voter has said that it acknowledges it no more, and the
    /// last acknowledgement of any is long enough ago. False for a node nobody has missed yet.
    /// </summary>
    public bool HasEnded(NodeId node, TimeSpan now) =>
        _departed.TryGetValue(node, out var departure)
        && !_members.ContainsKey(node)
        && _members.All(m => m.Key == self || !m.Value.Votes || departure.ToldBy.Contains(m.Key))
        && (departure.LastAcknowledged is not { } last || now - last >= LeaseTimes.Ended);

    /// <summary>
    /// Whether nobody acts any more but the members, of which this node is one: every voter has been heard of, and the
    /// lease of each departed node has ended.
    /// </summary>
    public bool IsClear(TimeSpan now) =>
        _members.ContainsKey(self)
        && _members.All(m => m.Key == self || !m.Value.Votes || m.Value.AcknowledgedAt is not null)
        && _departed.Keys.All(node => HasEnded(node, now));

    /// <summary>The departed nodes whose lease has ended.</summary>
    public IEnumerable<NodeId> Ended(TimeSpan now) => _departed.Keys.Where(node => HasEnded(node, now));

    private TimeSpan? MajorityAt(Func<KeyValuePair<NodeId, Peer>, bool> counts)
    {
        if (!_members.ContainsKey(self))
        {
            return null;
        }

        var acknowledged = _members
            .Where(m => m.Value.Votes && counts(m))
            .Select(m => m.Key == self ? TimeSpan.MaxValue : m.Value.AcknowledgedMeAt)
            .OrderDescending()
            .ToList();
        return acknowledged.Count == 0 ? null : acknowledged[acknowledged.Count / 2];
    }

    // To a node that has just come itself all others are as new: it has nothing to keep.
    private bool IsNewcomer(NodeId node, Peer peer, TimeSpan now) =>
        node != self
        && peer is { Votes: true, AcknowledgedMeAt: null }
        && now - peer.JoinedAt < LeaseTimes.Newcomer
        && _members.TryGetValue(self, out var own)
        && peer.JoinedAt - own.JoinedAt >= LeaseTimes.Round;

    private Departure DepartureOf(NodeId node, TimeSpan since)
    {
        if (!_departed.TryGetValue(node, out var departure))
        {
            _departed[node] = departure = new Departure(since);
        }

        return departure;
    }

    private sealed class Peer(bool votes, TimeSpan joinedAt)
    {
        public bool Votes { get; } = votes;

        public TimeSpan JoinedAt { get; } = joinedAt;

        /// <summary>When this node last acknowledged it.</summary>
        public TimeSpan? AcknowledgedAt { get; set; }

        /// <summary>When the last ping that it acknowledged was sent; null sorts behind all moments.</summary>
        public TimeSpan? AcknowledgedMeAt { get; set; }
    }

    private sealed class Departure(TimeSpan since)
    {
        private TimeSpan? _acknowledgedElsewhere;

        public TimeSpan Since { get; } = since;

        public HashSet<NodeId> ToldBy { get; } = [];

        public TimeSpan? AcknowledgedHere { get; set; }

        public TimeSpan? LastAcknowledged =>
            AcknowledgedHere is { } here && !(here < _acknowledgedElsewhere) ? here : _acknowledgedElsewhere;

        public void Told(NodeId by, TimeSpan? acknowledgedAt)
        {
            ToldBy.Add(by);
            if (acknowledgedAt is { } at && !(at <= _acknowledgedElsewhere))
            {
                _acknowledgedElsewhere = at;
            }
        }
    }
}
