using System.Text.Json;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Host.Admin.Bodies;

namespace MultiplexCluster.Host.Admin.Endpoints;

/// <summary>The names of tiers on the wire.</summary>
internal static class WireNames
{
    public static bool TryParse(JsonElement json, out PriorityClass tier)
    {
        tier = default;
        return JsonText.TryGet(json, out var text) && PriorityNames.TryParse(text, out tier);
    }
}
