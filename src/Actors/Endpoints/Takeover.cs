using MultiplexCluster.Actors.Leases;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;

namespace MultiplexCluster.Actors.Endpoints;

/// <summary>
/// What a new incarnation waits for: every node's router has said which permits it holds, and from then on takes permits
/// from this incarnation only; and the nodes that have departed make no calls any more.
/// </summary>
/// <param name="holdsUp">See <see cref="HoldsUp"/>.</param>
internal sealed class Takeover(bool holdsUp)
{
    private readonly Dictionary<RouterId, int> _pages = [];
    private readonly HashSet<RouterId> _routers = [];
    private readonly HashSet<NodeId> _answered = [];
    private readonly HashSet<CallId> _held = [];
    private IReadOnlySet<NodeId>? _asked;

    /// <summary>Whether nothing may be granted before its end; a new endpoint has no permits out that it could miss.</summary>
    public bool HoldsUp { get; } = holdsUp;

    /// <summary>Nodes whose routers have answered in full.</summary>
    public IReadOnlySet<NodeId> Answered => _answered;

    /// <summary>The routers that have answered in full.</summary>
    public IReadOnlySet<RouterId> Routers => _routers;

    /// <summary>These nodes have a router: those that have not answered were asked just now.</summary>
    public void Asked(IReadOnlySet<NodeId> nodes) => _asked = nodes;

    /// <summary>A part of an answer has come. One that follows a part that got lost is of no use: the router is asked again.</summary>
    public void Heard(Holdings holdings)
    {
        if (holdings.Page != 0 && holdings.Page != _pages.GetValueOrDefault(holdings.Router))
        {
            return;
        }

        _pages[holdings.Router] = holdings.Page + 1;
        if (!holdings.HasMore)
        {
            _routers.Add(holdings.Router);
            _answered.Add(holdings.Router.Node);
        }
    }

    /// <summary>Whether nobody holds a permit that isn't known.</summary>
    public bool IsComplete(NodeLeases leases) => _asked is not null && _asked.IsSubsetOf(_answered) && leases.IsClear(_asked);

    /// <summary>A question is held until the end; false when it is held already.</summary>
    public bool Hold(CallId call) => _held.Add(call);

    /// <summary>Whether this question is held.</summary>
    public bool Holds(CallId call) => _held.Contains(call);
}
