using System.Reflection;
using MultiplexCluster.Contracts.Administration;
using MultiplexCluster.Host.Admin.Json;

namespace MultiplexCluster.Host.Admin.Cluster;

/// <summary>The call on the cluster.</summary>
internal sealed class ClusterHandlers(IClusterAdministration administration)
{
    private static readonly string Version =
        typeof(ClusterHandlers).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    public async Task<IResult> ShowAsync(CancellationToken ct) => Results.Json(
        ClusterBody.Of(await administration.DescribeAsync(ct), Version), AdminJson.Answers.ClusterBody);
}
