using MultiplexCluster.Host.Admin.Problems;

namespace MultiplexCluster.Host.Hosts;

/// <summary>The rule in the composition.</summary>
public static class HostRuleExtensions
{
    /// <summary>
    /// Refuses what <see cref="HostRule"/> doesn't accept, health checks aside. Place it before routing; the data plane
    /// refuses in its callers' dialects.
    /// </summary>
    public static IApplicationBuilder UseHostRule(this IApplicationBuilder app)
    {
        var rule = app.ApplicationServices.GetRequiredService<HostRule>();
        return app.Use((context, next) => rule.Accepts(context) || context.Request.Path.StartsWithSegments("/health")
            ? next(context)
            : Problem.Of(400, "invalid_request", HostRule.Message).ExecuteAsync(context));
    }
}
