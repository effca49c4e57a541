using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Requests;

namespace MultiplexCluster.Actors.Endpoints;

// What becomes of permits and places whose node is no more.
internal sealed partial class EndpointActor
{
    /// <summary>A departed node's calls have surely ended: its permits are free, and their requests count as failed.</summary>
    private void OnNodeEnded(NodeId node)
    {
        if (_profile is null)
        {
            return;
        }

        foreach (var call in _permits.HeldOn(node))
        {
            if (_permits.Remove(call, out var permit))
            {
                if (!permit.IsKeyCheck)
                {
                    _counters = _counters.WithLost(WallNow);
                    _sinceReset = _sinceReset?.WithLost(WallNow);
                    MarkDirty();
                }

                JudgeCall(call, permit, OutcomeClass.Cancelled, null);
            }
        }

        _routers.Forget(node);
        foreach (var (call, _) in _room.InOrder().Where(w => w.Key.Router.Node == node))
        {
            _room.Leave(call);
        }

        Pump();
        FinishDrainIfIdle();
    }
}

/// <summary>The calls of a departed node have surely ended.</summary>
internal sealed record NodeEnded(NodeId Node);
