using System.Text.Json.Serialization;

namespace MultiplexCluster.Host.Health;

/// <summary>What an orchestrator asks.</summary>
public static class HealthExtensions
{
    /// <summary><c>/health/live</c> and <c>/health/ready</c>, open to all; needs <see cref="IReadiness"/>.</summary>
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", (HttpContext http) => Answer(http, 200, new HealthBody("live", null))).ExcludeFromDescription();
        routes.MapGet("/health/ready", async (HttpContext http, IReadiness readiness) => await readiness.CheckAsync(http.RequestAborted) switch
        {
            (true, _) => Answer(http, 200, new HealthBody("ready", null)),
            (false, var why) => Answer(http, 503, new HealthBody("not_ready", why)),
        }).ExcludeFromDescription();
    }

    private static IResult Answer(HttpContext http, int status, HealthBody body)
    {
        http.Response.Headers.CacheControl = "no-store";
        return Results.Json(body, HealthJson.Default.HealthBody, statusCode: status);
    }
}

/// <summary>How the node is.</summary>
/// <param name="Status"><c>live</c>, <c>ready</c> or <c>not_ready</c>.</param>
/// <param name="Reason">Why not, where it isn't.</param>
public sealed record HealthBody(
    string Status,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reason);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(HealthBody))]
internal sealed partial class HealthJson : JsonSerializerContext;
