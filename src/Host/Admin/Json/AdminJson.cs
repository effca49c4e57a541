using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using MultiplexCluster.Host.Admin.Aliases;
using MultiplexCluster.Host.Admin.ClientKeys;
using MultiplexCluster.Host.Admin.Cluster;
using MultiplexCluster.Host.Admin.Endpoints;
using MultiplexCluster.Host.Admin.Problems;
using MultiplexCluster.Host.Admin.Requests;
using MultiplexCluster.Host.Admin.Stats;

namespace MultiplexCluster.Host.Admin.Json;

/// <summary>Every body the admin API sends or describes: <c>snake_case</c>, moments as RFC 3339 UTC.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    Converters = [typeof(UtcMomentConverter)])]
[JsonSerializable(typeof(ActiveRequestList))]
[JsonSerializable(typeof(AliasBody))]
[JsonSerializable(typeof(AliasListBody))]
[JsonSerializable(typeof(ClientKeyList))]
[JsonSerializable(typeof(ClusterBody))]
[JsonSerializable(typeof(CreatedClientKeyBody))]
[JsonSerializable(typeof(EndpointBody))]
[JsonSerializable(typeof(EndpointList))]
[JsonSerializable(typeof(EndpointStatsBody))]
[JsonSerializable(typeof(StatsTotalsBody))]
[JsonSerializable(typeof(ProblemBody))]
internal sealed partial class AdminJson : JsonSerializerContext
{
    /// <summary>
    /// What answers are written with: quotes, angle brackets and the like stand as they are. That is safe for JSON that no
    /// browser takes for a page, and readable in a terminal.
    /// </summary>
    public static AdminJson Answers => Readable.Context;

    // A class of its own, since the order of initializers over the parts of this one is not defined.
    private static class Readable
    {
        public static readonly AdminJson Context =
            new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }
}
