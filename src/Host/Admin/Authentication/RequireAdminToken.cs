using MultiplexCluster.Host.Admin.Problems;

namespace MultiplexCluster.Host.Admin.Authentication;

/// <summary>Lets nothing through to a handler without the admin token; it runs where the handler was chosen.</summary>
internal sealed class RequireAdminToken(AdminToken token) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var headers = context.HttpContext.Response.Headers;
        headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        if (token.IsPresentedBy(context.HttpContext.Request))
        {
            return await next(context);
        }

        headers.WWWAuthenticate = "Bearer";
        return Problem.Unauthorized();
    }
}
