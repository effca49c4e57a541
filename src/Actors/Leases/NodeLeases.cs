using System.Collections.Frozen;
using MultiplexCluster.Contracts.Identity;

namespace MultiplexCluster.Actors.Leases;

/// <summary>
/// What this node's lease keeper knows, for the endpoints and the router of the node: read at every grant and every
/// start of a call, from any thread. Moments are of the scheduler's monotonic clock.
/// </summary>
internal sealed class NodeLeases
{
    private long _grantUntil = TimeSpan.MinValue.Ticks;
    private long _callUntil = TimeSpan.MinValue.Ticks;
    private volatile LeaseView _view = LeaseView.Nothing;

    /// <summary>Whether endpoints of this node may grant permits.</summary>
    public bool MayGrant(TimeSpan now) => now.Ticks < Volatile.Read(ref _grantUntil);

    /// <summary>Whether calls of this node may begin and run.</summary>
    public bool MayCall(TimeSpan now) => now.Ticks < Volatile.Read(ref _callUntil);

    /// <summary>Whether the calls of a node that has departed have surely ended.</summary>
    public bool HasEnded(NodeId node) => _view.Ended.Contains(node);

    /// <summary>Whether, seen from a membership of just these nodes, nobody else acts any more.</summary>
    public bool IsClear(IReadOnlySet<NodeId> members) => _view is { IsClear: true } view && view.Members.SetEquals(members);

    internal void Extend(TimeSpan grantUntil, TimeSpan callUntil)
    {
        Volatile.Write(ref _grantUntil, grantUntil.Ticks);
        Volatile.Write(ref _callUntil, callUntil.Ticks);
    }

    internal void Show(LeaseView view) => _view = view;
}

/// <summary>The other nodes as the keeper last saw them.</summary>
internal sealed record LeaseView(FrozenSet<NodeId> Members, FrozenSet<NodeId> Ended, bool IsClear)
{
    public static readonly LeaseView Nothing = new([], [], false);
}
