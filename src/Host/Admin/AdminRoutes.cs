using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Host.Admin.Aliases;
using MultiplexCluster.Host.Admin.ClientKeys;
using MultiplexCluster.Host.Admin.Cluster;
using MultiplexCluster.Host.Admin.Documentation;
using MultiplexCluster.Host.Admin.Endpoints;
using MultiplexCluster.Host.Admin.Requests;
using MultiplexCluster.Host.Admin.Stats;

namespace MultiplexCluster.Host.Admin;

/// <summary>Which handler answers what.</summary>
internal static class AdminRoutes
{
    public static void Map(AdminPaths paths)
    {
        MapEndpoints(paths);
        MapControls(paths);
        MapStats(paths);
        MapClientKeys(paths);
        MapAliases(paths);
        paths.At("/cluster").On("GET", (ClusterHandlers on, CancellationToken ct) => on.ShowAsync(ct), Operations.GetCluster);
        MapRequests(paths);
        paths.Rest();
    }

    private static void MapEndpoints(AdminPaths paths)
    {
        paths.At("/endpoints")
            .On("GET", (EndpointHandlers on, CancellationToken ct) => on.ListAsync(ct), Operations.ListEndpoints)
            .On("POST", (EndpointHandlers on, HttpContext http, CancellationToken ct) => on.CreateAsync(http, ct), Operations.CreateEndpoint);
        paths.At("/endpoints/{id}")
            .On("GET", Send(id => new DescribeEndpoint(id)), Operations.GetEndpoint)
            .On("PATCH", (string id, EndpointHandlers on, HttpContext http, CancellationToken ct) => on.PatchAsync(id, http, ct), Operations.PatchEndpoint)
            .On("DELETE", (string id, EndpointHandlers on, CancellationToken ct) => on.DeleteAsync(id, ct), Operations.DeleteEndpoint);
    }

    private static void MapControls(AdminPaths paths)
    {
        paths.At("/endpoints/{id}/rotate-key")
            .On("POST", (string id, KeyRotation on, HttpContext http, CancellationToken ct) => on.RotateAsync(id, http, ct), Operations.RotateKey);
        paths.At("/endpoints/{id}/enable").On("POST", Send(id => new EnableEndpoint(id)), Operations.Enable);
        paths.At("/endpoints/{id}/disable").On("POST", Send(id => new DisableEndpoint(id)), Operations.Disable);
        paths.At("/endpoints/{id}/reset-backoff").On("POST", Send(id => new ResetBackoff(id)), Operations.ResetBackoff);
    }

    private static void MapStats(AdminPaths paths)
    {
        paths.At("/endpoints/{id}/stats")
            .On("GET", (string id, StatsHandlers on, CancellationToken ct) => on.OfOneAsync(id, ct), Operations.GetStats);
        paths.At("/endpoints/{id}/stats/reset")
            .On("POST", (string id, StatsHandlers on, CancellationToken ct) => on.ResetOneAsync(id, ct), Operations.ResetStats);
        paths.At("/stats")
            .On("GET", (StatsHandlers on, HttpContext http, CancellationToken ct) => on.TotalsAsync(http, ct), Operations.GetTotals);
        paths.At("/stats/reset")
            .On("POST", (StatsHandlers on, HttpContext http, CancellationToken ct) => on.ResetAllAsync(http, ct), Operations.ResetTotals);
    }

    private static void MapClientKeys(AdminPaths paths)
    {
        paths.At("/client-keys")
            .On("GET", (ClientKeyHandlers on) => on.List(), Operations.ListClientKeys)
            .On("POST", (ClientKeyHandlers on, HttpContext http, CancellationToken ct) => on.CreateAsync(http, ct), Operations.CreateClientKey);
        paths.At("/client-keys/{id}")
            .On("DELETE", (string id, ClientKeyHandlers on, CancellationToken ct) => on.RevokeAsync(id, ct), Operations.RevokeClientKey);
    }

    private static void MapRequests(AdminPaths paths)
    {
        paths.At("/requests/active")
            .On("GET", (RequestHandlers on, CancellationToken ct) => on.ListActiveAsync(ct), Operations.ListActiveRequests);
        paths.At("/requests/{request_id}")
            .On("DELETE", (string request_id, RequestHandlers on, CancellationToken ct) => on.CancelAsync(request_id, ct), Operations.CancelRequest);
    }

    private static void MapAliases(AdminPaths paths)
    {
        paths.At("/aliases")
            .On("GET", (AliasHandlers on) => on.List(), Operations.ListAliases)
            .Instead("POST", "PUT /admin/aliases/{name} makes or changes one");
        paths.At("/aliases/{name}")
            .On("GET", (string name, AliasHandlers on) => on.Show(name), Operations.GetAlias)
            .On("PUT", (string name, AliasHandlers on, HttpContext http, CancellationToken ct) => on.SetAsync(name, http, ct), Operations.SetAlias)
            .On("DELETE", (string name, AliasHandlers on, CancellationToken ct) => on.DeleteAsync(name, ct), Operations.DeleteAlias);
    }

    private static Delegate Send(Func<Contracts.Identity.EndpointId, IAdminCommand> command) =>
        (string id, EndpointHandlers on, CancellationToken ct) => on.SendAsync(id, command, ct);
}
