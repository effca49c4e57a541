using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Core.Routing;

namespace MultiplexCluster.Host.Configuration;

/// <summary>Reads how endpoints are chosen: <c>Multiplex__Routing__…</c>.</summary>
internal static class RoutingPolicyReader
{
    private const string Pools = "Routing:Pools";

    internal static RoutingPolicy Read(SectionReader reader) => new()
    {
        Strategy = Strategy(reader, "Routing:Strategy") ?? RoutingStrategy.LeastLoaded,
        Pools = PoolsFrom(reader),
        EmptyTier = EmptyTierFrom(reader),
    };

    private static Dictionary<string, RoutingStrategy> PoolsFrom(SectionReader reader)
    {
        var pools = new Dictionary<string, RoutingStrategy>(StringComparer.OrdinalIgnoreCase);
        foreach (var label in reader.Names(Pools))
        {
            if (!Label.IsValid(label))
            {
                reader.Fail($"{Pools}:{label}", null, $"a pool label must be {Label.Allowed}");
            }

            // An empty one is none: the global one holds.
            if (Strategy(reader, $"{Pools}:{label}:Strategy") is { } strategy)
            {
                pools[label] = strategy;
            }
        }

        return pools;
    }

    private static RoutingStrategy? Strategy(SectionReader reader, string key)
    {
        if (reader.Text(key) is not { } text)
        {
            return null;
        }

        if (RoutingStrategyNames.TryParse(text, out var strategy))
        {
            return strategy;
        }

        reader.Fail(key, text, $"must be {RoutingStrategyNames.Allowed}");
        return null;
    }

    private static EmptyTier EmptyTierFrom(SectionReader reader)
    {
        const string Key = "Routing:EmptyTier";
        var text = reader.Text(Key);
        EmptyTier? rule = text?.ToLowerInvariant() switch
        {
            null or "next" => EmptyTier.Next,
            "down" => EmptyTier.Down,
            "refuse" => EmptyTier.Refuse,
            _ => null,
        };
        if (rule is null)
        {
            reader.Fail(Key, text, "must be next, down or refuse");
        }

        return rule ?? EmptyTier.Next;
    }
}
