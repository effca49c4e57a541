using MultiplexCluster.Host.Admin.Aliases;
using MultiplexCluster.Host.Admin.ClientKeys;
using MultiplexCluster.Host.Admin.Cluster;
using MultiplexCluster.Host.Admin.Endpoints;
using MultiplexCluster.Host.Admin.Problems;
using MultiplexCluster.Host.Admin.Requests;
using MultiplexCluster.Host.Admin.Stats;

namespace MultiplexCluster.Host.Admin.Documentation;

/// <summary>How each call is described in the OpenAPI document.</summary>
internal static class Operations
{
    private const string Problems = "application/problem+json";

    public static void ListEndpoints(RouteHandlerBuilder route) => Describe<EndpointList>(
        route, "listEndpoints", "Endpoints", "Lists all endpoints", "Settings, state and counters, oldest first; never a key.");

    public static void CreateEndpoint(RouteHandlerBuilder route) => Describe<EndpointBody>(
        route, "createEndpoint", "Endpoints", "Creates an endpoint", "Answered once durable, with its Location.", 201, 400, 409)
        .Accepts<CreateEndpointRequest>("application/json");

    public static void GetEndpoint(RouteHandlerBuilder route) => Describe<EndpointBody>(
        route, "getEndpoint", "Endpoints", "Shows an endpoint", "Settings, state and counters.", 200, 404);

    public static void PatchEndpoint(RouteHandlerBuilder route) => Describe<EndpointBody>(
        route, "patchEndpoint", "Endpoints", "Changes settings while it serves", "Fields that are not named stay as they are.", 200, 400, 404, 409)
        .Accepts<EndpointSettingsRequest>("application/json", "application/merge-patch+json");

    public static void DeleteEndpoint(RouteHandlerBuilder route) => Describe<EndpointBody>(
        route, "deleteEndpoint", "Endpoints", "Deletes an endpoint", "It stops admitting at once, lets running requests finish, then goes.", 202, 404);

    public static void RotateKey(RouteHandlerBuilder route) => Describe<EndpointBody>(
        route, "rotateKey", "Endpoints", "Gives it a new key", "New calls use it at once, running ones finish on the old one. Ends a quarantine.", 200, 400, 404, 409)
        .Accepts<RotateKeyRequest>("application/json");

    public static void Enable(RouteHandlerBuilder route) => Describe<EndpointBody>(
        route, "enableEndpoint", "Endpoints", "Switches it on", "Also ends a quarantine.", 200, 404, 409);

    public static void Disable(RouteHandlerBuilder route) => Describe<EndpointBody>(
        route, "disableEndpoint", "Endpoints", "Switches it off", "Running requests finish, waiting ones are refused.", 200, 404, 409);

    public static void ResetBackoff(RouteHandlerBuilder route) => Describe<EndpointBody>(
        route, "resetBackoff", "Endpoints", "Ends waiting", "Ends a quarantine, a cooldown and an open circuit.", 200, 404, 409);

    public static void GetStats(RouteHandlerBuilder route) => Describe<EndpointStatsBody>(
        route, "getStats", "Stats", "Shows an endpoint's counters", "Since the last reset.", 200, 404);

    public static void ResetStats(RouteHandlerBuilder route) => Describe<EndpointStatsBody>(
        route, "resetStats", "Stats", "Zeroes an endpoint's counters", "Answered once durable.", 200, 404, 409);

    public static void GetTotals(RouteHandlerBuilder route) => Describe<StatsTotalsBody>(
        route, "getTotals", "Stats", "Shows the counters of all endpoints together", "Of one provider's with ?provider=.", 200, 400);

    public static void ResetTotals(RouteHandlerBuilder route) => Describe<StatsTotalsBody>(
        route, "resetTotals", "Stats", "Zeroes the counters of all endpoints", "Of one provider's with ?provider=.", 200, 400);

    public static void GetCluster(RouteHandlerBuilder route) => Describe<ClusterBody>(
        route, "getCluster", "Cluster", "Shows the nodes and the store", "As the node that answers sees them.");

    public static void ListClientKeys(RouteHandlerBuilder route) => Describe<ClientKeyList>(
        route, "listClientKeys", "Client keys", "Lists the client keys", "Never the keys themselves.");

    public static void CreateClientKey(RouteHandlerBuilder route) => Describe<CreatedClientKeyBody>(
        route, "createClientKey", "Client keys", "Makes a client key", "The key is shown this once; only its hash is stored.", 201, 400)
        .Accepts<CreateClientKeyRequest>("application/json");

    public static void RevokeClientKey(RouteHandlerBuilder route) => Describe(
        route, "revokeClientKey", "Client keys", "Revokes a client key", "It opens nothing from here on.", 404)
        .Produces(204);

    public static void ListActiveRequests(RouteHandlerBuilder route) => Describe<ActiveRequestList>(
        route, "listActiveRequests", "Requests", "Lists what runs and waits now", "Of all nodes, the oldest first, with the reasons why each waits.");

    public static void CancelRequest(RouteHandlerBuilder route) => Describe(
        route, "cancelRequest", "Requests", "Cancels a request under way", "Its caller gets request_cancelled, or, in the middle of an answer, a broken one.", 404, 409)
        .Produces(204);

    public static void ListAliases(RouteHandlerBuilder route) => Describe<AliasListBody>(
        route, "listAliases", "Aliases", "Lists the aliases", "By name.");

    public static void GetAlias(RouteHandlerBuilder route) => Describe<AliasBody>(
        route, "getAlias", "Aliases", "Shows an alias", "Its targets in the order they are asked.", 200, 404);

    public static void SetAlias(RouteHandlerBuilder route) => Describe<AliasBody>(
        route, "setAlias", "Aliases", "Makes or replaces an alias",
        "201 for a new one. Answered once durable; the next request meets it.", 200, 400)
        .Produces<AliasBody>(201)
        .Accepts<SetAliasRequest>("application/json");

    public static void DeleteAlias(RouteHandlerBuilder route) => Describe(
        route, "deleteAlias", "Aliases", "Deletes an alias", "Refused while another alias names it.", 404, 409)
        .Produces(204);

    private static RouteHandlerBuilder Describe<TAnswer>(
        RouteHandlerBuilder route, string name, string tag, string summary, string description, int status = 200, params int[] problems) =>
        Describe(route, name, tag, summary, description, problems).Produces<TAnswer>(status);

    private static RouteHandlerBuilder Describe(
        RouteHandlerBuilder route, string name, string tag, string summary, string description, params int[] problems)
    {
        route.WithName(name).WithTags(tag).WithSummary(summary).WithDescription(description);
        foreach (var status in (int[])[401, 503, .. problems])
        {
            route.Produces<ProblemBody>(status, Problems);
        }

        return route;
    }
}
