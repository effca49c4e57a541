using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Core.Settings;

namespace MultiplexCluster.Host.Admin.Documentation;

/// <summary>Says of every setting what it must be, in the words of the rule that judges it.</summary>
internal static class SettingsDescription
{
    public static Task DescribeAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken ct)
    {
        if (context.JsonTypeInfo.Type.IsAssignableTo(typeof(EndpointSettingsRequest)) && context.JsonPropertyInfo is null)
        {
            schema.AdditionalPropertiesAllowed = false;
            foreach (var (name, property) in schema.Properties ?? new Dictionary<string, IOpenApiSchema>())
            {
                property.Description = Of(name);
            }
        }

        return Task.CompletedTask;
    }

    private static string? Of(string field) => field switch
    {
        "endpoint_id" => $"{Label.Allowed} (default: generated)",
        "api_key" => "visible ASCII (default: the provider's key from the environment)",
        _ => SettingsRules.Allowed.GetValueOrDefault(field),
    };
}
