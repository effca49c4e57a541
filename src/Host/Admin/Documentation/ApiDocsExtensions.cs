using System.Text.Json;
using System.Text.Json.Serialization;
using MultiplexCluster.Host.Admin.Json;
using Scalar.AspNetCore;

namespace MultiplexCluster.Host.Admin.Documentation;

/// <summary>The admin API's description: a document for programs, a page for people. Open: neither holds a secret.</summary>
public static class ApiDocsExtensions
{
    // The page needs its own script and styles and this service's document, and gets nothing else: it works
    // without internet and sends nothing there, the token typed into it least of all.
    private const string PagePolicy =
        "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
        + "font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>Registers the OpenAPI document of the admin API.</summary>
    public static IServiceCollection AddApiDocs(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, AdminJson.Default);
        });
        return services.AddOpenApi("v1", options =>
        {
            options.ShouldInclude = call => call.RelativePath?.StartsWith("admin/", StringComparison.Ordinal) is true;
            options.AddDocumentTransformer(DocumentDescription.DescribeAsync);
            options.AddSchemaTransformer(SettingsDescription.DescribeAsync);
            options.AddOperationTransformer(QueryDescription.DescribeAsync);
        });
    }

    /// <summary><c>/openapi/v1.json</c> and <c>/docs</c>; <c>/</c> leads there.</summary>
    public static void MapApiDocs(this IEndpointRouteBuilder routes)
    {
        // The empty fragment keeps a browser from taking the sign-in link's along, and with it the token, to this page.
        routes.MapMethods("/", ["GET", "HEAD"], () => Results.Redirect("/docs#")).ExcludeFromDescription();
        routes.MapOpenApi("/openapi/{documentName}.json");
        var page = routes.MapScalarApiReference("/docs", options => options
            .WithTitle("MultiplexCluster admin API")
            .DisableDefaultFonts()
            .DisableTelemetry()
            .DisableAgent()
            .DisableMcp()
            .HideClientButton()
            .HideDeveloperTools());
        page.AddEndpointFilter(async (context, next) =>
        {
            var headers = context.HttpContext.Response.Headers;
            headers.ContentSecurityPolicy = PagePolicy;
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "no-referrer";
            return await next(context);
        });
    }
}
