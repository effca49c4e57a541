using MultiplexCluster.Contracts.Requests;

namespace MultiplexCluster.Core.Routing;

/// <summary>How a node chooses endpoints, as its operator wants it.</summary>
public sealed record RoutingPolicy
{
    /// <summary>Where neither the pool nor the request names one. Default: least loaded.</summary>
    public RoutingStrategy Strategy { get; init; }

    /// <summary>By pool label, in any case. Default: none.</summary>
    public IReadOnlyDictionary<string, RoutingStrategy> Pools { get; init; } = new Dictionary<string, RoutingStrategy>();

    /// <summary>What becomes of requests whose tier has no endpoint. Default: the next one down, else the next up.</summary>
    public EmptyTier EmptyTier { get; init; }

    /// <summary>The rules of a pool; an empty label is the unlabelled pool.</summary>
    public PoolRules RulesOf(string label)
    {
        foreach (var (name, strategy) in Pools)
        {
            if (name.Equals(label, StringComparison.OrdinalIgnoreCase))
            {
                return new PoolRules(strategy, EmptyTier);
            }
        }

        return new PoolRules(Strategy, EmptyTier);
    }
}

/// <summary>How endpoints of one pool are chosen.</summary>
/// <param name="Strategy">Where the request names none.</param>
/// <param name="EmptyTier">What becomes of requests whose tier has no endpoint.</param>
public readonly record struct PoolRules(RoutingStrategy Strategy, EmptyTier EmptyTier);

/// <summary>What becomes of requests whose tier has no endpoint that serves their model.</summary>
public enum EmptyTier
{
    /// <summary>The next tier down serves them, else the next up.</summary>
    Next,

    /// <summary>The next tier down serves them; without one they are refused.</summary>
    Down,

    /// <summary>They are refused.</summary>
    Refuse,
}
