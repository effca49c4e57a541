using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using MultiplexCluster.Contracts.Endpoints;

namespace MultiplexCluster.Host.Admin.Documentation;

/// <summary>Describes the totals' <c>provider</c> parameter, which their handlers read by hand.</summary>
internal static class QueryDescription
{
    public static Task DescribeAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken ct)
    {
        if (operation.OperationId is "getTotals" or "resetTotals")
        {
            operation.Parameters ??= [];
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = "provider",
                In = ParameterLocation.Query,
                Description = $"Only this provider's endpoints: {ProviderNames.Allowed}.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            });
        }

        return Task.CompletedTask;
    }
}
