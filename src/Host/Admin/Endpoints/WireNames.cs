using System.Text.Json;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Host.Admin.Bodies;

namespace MultiplexCluster.Host.Admin.Endpoints;

/// <summary>The names of tiers on the wire.</summary>
internal static class WireNames
{
    public static bool TryParse(JsonElement json, out PriorityClass tier)
    {
        (var known, tier) = JsonText.TryGet(json, out var text) ? text.ToUpperInvariant() switch
        {
            "HIGH" => (true, PriorityClass.High),
            "MEDIUM" => (true, PriorityClass.Medium),
            "LOW" => (true, PriorityClass.Low),
            _ => (false, default),
        } : default;
        return known;
    }

    public static string ToWireName(this PriorityClass tier) => tier switch
    {
        PriorityClass.High => "high",
        PriorityClass.Medium => "medium",
        PriorityClass.Low => "low",
        _ => throw new ArgumentOutOfRangeException(nameof(tier), tier, "unknown tier"),
    };
}
