using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace MultiplexCluster.Host.Admin.Documentation;

/// <summary>Title, introduction and security of the document.</summary>
internal static class DocumentDescription
{
    private const string SchemeName = "admin_token";

    private const string Introduction =
        "Endpoints (one API key each, with its own limits), their counters, requests under way, client keys, and aliases of models. "
        + "Every call carries the admin token. Durations are seconds, moments RFC 3339 UTC. Errors are RFC 9457 problem details with a `code`; "
        + "for invalid input, `errors` names every offending field.";

    public static Task DescribeAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken ct)
    {
        document.Info = new OpenApiInfo { Title = "MultiplexCluster admin API", Version = "v1", Description = Introduction };
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
        document.Components.SecuritySchemes[SchemeName] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            Description = "Multiplex__Admin__Token, or the token generated at the first start.",
        };
        document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(SchemeName, document)] = [] }];
        return Task.CompletedTask;
    }
}
