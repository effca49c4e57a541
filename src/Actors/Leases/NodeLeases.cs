using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using MultiplexCluster.Contracts.Identity;

namespace MultiplexCluster.Actors.Leases;

/// <summary>
/// What this node's lease keeper knows, for the endpoints and the router of the node: read at every grant and every
/// start of a call, from any thread. Moments are of the scheduler's monotonic clock.
/// </summary>
/// <param name="canEnd">Whether other nodes may ever take part: the lease of one that stays alone never ends.</param>
[SuppressMessage("Design", "CA1001", Justification = "A source without a timer holds nothing to release, and calls may outlive this.")]
public sealed class NodeLeases(bool canEnd = true)
{
    private long _grantUntil = TimeSpan.MinValue.Ticks;
    private long _callUntil = TimeSpan.MinValue.Ticks;
    private volatile LeaseView _view = LeaseView.Nothing;
    private volatile CancellationTokenSource _calls = new();

    /// <summary>Whether endpoints of this node may grant permits.</summary>
    public bool MayGrant(TimeSpan now) => now.Ticks < Volatile.Read(ref _grantUntil);

    /// <summary>Whether calls of this node may begin and run.</summary>
    public bool MayCall(TimeSpan now) => now.Ticks < Volatile.Read(ref _callUntil);

    /// <summary>Cancelled when a call that begins now must break off; not cancellable where the lease can't end.</summary>
    public CancellationToken CallsEnd => canEnd ? _calls.Token : CancellationToken.None;

    /// <summary>Whether the calls of a node that has departed have surely ended.</summary>
    public bool HasEnded(NodeId node) => _view.Ended.Contains(node);

    /// <summary>Whether nobody acts any more but these nodes, the members among them.</summary>
    public bool IsClear(IReadOnlySet<NodeId> nodes) => _view is { IsClear: true } view && view.Members.IsSubsetOf(nodes);

    internal void Extend(TimeSpan grantUntil, TimeSpan callUntil)
    {
        Volatile.Write(ref _grantUntil, grantUntil.Ticks);
        Volatile.Write(ref _callUntil, callUntil.Ticks);
    }

    /// <summary>Breaks off the calls that run.</summary>
    internal void EndCalls()
    {
        var ending = _calls;
        _calls = new CancellationTokenSource();
        try
        {
            ending.Cancel();
        }
        catch (AggregateException)
        {
            // A callback of a broken exchange failed: its own flow sees the cancellation anyway, and the others have been told.
        }
    }

    internal void Show(LeaseView view) => _view = view;
}

/// <summary>The other nodes as the keeper last saw them.</summary>
internal sealed record LeaseView(FrozenSet<NodeId> Members, FrozenSet<NodeId> Ended, bool IsClear)
{
    public static readonly LeaseView Nothing = new([], [], false);
}
