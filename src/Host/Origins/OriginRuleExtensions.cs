using MultiplexCluster.Host.Admin.Problems;

namespace MultiplexCluster.Host.Origins;

/// <summary>The rule in the composition.</summary>
public static class OriginRuleExtensions
{
    /// <summary>
    /// Refuses what would change something and <see cref="OriginRule"/> doesn't accept. Place it before routing; the data
    /// plane refuses by itself, in its callers' dialects, and reading calls as well: they too use the keys.
    /// </summary>
    public static IApplicationBuilder UseOriginRule(this IApplicationBuilder app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var rule = app.ApplicationServices.GetRequiredService<OriginRule>();
        return app.Use((context, next) => OnlyReads(context.Request.Method) || rule.Accepts(context.Request)
            ? next(context)
            : Problem.Of(400, "invalid_request", OriginRule.Message).ExecuteAsync(context));
    }

    private static bool OnlyReads(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);
}
