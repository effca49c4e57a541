using MultiplexCluster.Contracts.Administration;

namespace MultiplexCluster.Core.Administration;

/// <summary>Whether the request that carries a label may be ended: only where it is known to be the only one.</summary>
public static class CancelRules
{
    /// <summary>Why nothing is ended; null where the one that was found may be.</summary>
    /// <param name="found">Requests of that label, over all nodes that answered.</param>
    /// <param name="allAnswered">Whether all nodes have answered.</param>
    public static CancelResult? Verdict(int found, bool allAnswered) => (found, allAnswered) switch
    {
        ( > 1, _) => CancelResult.Several,
        (_, false) => CancelResult.Unknown,
        (0, true) => CancelResult.NotFound,
        _ => null,
    };
}
