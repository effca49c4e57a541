namespace MultiplexCluster.Host.Admin.Endpoints;

/// <summary>A result with a <c>Location</c> header.</summary>
internal sealed class LocatedResult(IResult inner, string location) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.Headers.Location = location;
        return inner.ExecuteAsync(httpContext);
    }
}
