using System.Text.Json.Serialization;
using MultiplexCluster.Host.Admin.ClientKeys;
using MultiplexCluster.Host.Admin.Endpoints;
using MultiplexCluster.Host.Admin.Problems;
using MultiplexCluster.Host.Admin.Stats;

namespace MultiplexCluster.Host.Admin.Json;

/// <summary>Every body the admin API sends or describes: <c>snake_case</c>, moments as RFC 3339 UTC.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    Converters = [typeof(UtcMomentConverter)])]
[JsonSerializable(typeof(ClientKeyList))]
[JsonSerializable(typeof(CreatedClientKeyBody))]
[JsonSerializable(typeof(EndpointBody))]
[JsonSerializable(typeof(EndpointList))]
[JsonSerializable(typeof(EndpointStatsBody))]
[JsonSerializable(typeof(StatsTotalsBody))]
[JsonSerializable(typeof(ProblemBody))]
internal sealed partial class AdminJson : JsonSerializerContext;
