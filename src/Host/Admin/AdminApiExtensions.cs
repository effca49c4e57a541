using Microsoft.Extensions.DependencyInjection.Extensions;
using MultiplexCluster.Host.Admin.Aliases;
using MultiplexCluster.Host.Admin.Authentication;
using MultiplexCluster.Host.Admin.ClientKeys;
using MultiplexCluster.Host.Admin.Cluster;
using MultiplexCluster.Host.Admin.Endpoints;
using MultiplexCluster.Host.Admin.Problems;
using MultiplexCluster.Host.Admin.Requests;
using MultiplexCluster.Host.Admin.Stats;

namespace MultiplexCluster.Host.Admin;

/// <summary>The admin API in the composition.</summary>
public static class AdminApiExtensions
{
    /// <summary>
    /// Registers the admin API; needs the options, <c>IEndpointAdministration</c>, <c>IClientKeyAdministration</c>, <c>IAliasAdministration</c>,
    /// <c>IClusterAdministration</c> and <c>IRequestAdministration</c>.
    /// </summary>
    public static IServiceCollection AddAdminApi(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        return services
            .AddSingleton<EndpointHandlers>()
            .AddSingleton<KeyRotation>()
            .AddSingleton<StatsHandlers>()
            .AddSingleton<ClientKeyHandlers>()
            .AddSingleton<AliasHandlers>()
            .AddSingleton<ClusterHandlers>()
            .AddSingleton<RequestHandlers>();
    }

    /// <summary>Everything under <c>/admin</c>, each call behind the admin token, unknown paths included.</summary>
    public static IEndpointConventionBuilder MapAdminApi(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/admin")
            .AddEndpointFilter<RouteGroupBuilder, RequireAdminToken>()
            .AddEndpointFilter<RouteGroupBuilder, AnswerFailures>();
        AdminRoutes.Map(new AdminPaths(group));
        return group;
    }
}
