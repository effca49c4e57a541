using System.Globalization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Core.Settings;

namespace MultiplexCluster.Host.Admin.Documentation;

/// <summary>Says of every setting what it must be, in the words and numbers of the rule that judges it.</summary>
internal static class SettingsDescription
{
    public static Task DescribeAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken ct)
    {
        var type = context.JsonTypeInfo.Type;
        if (type.IsAssignableTo(typeof(EndpointSettingsRequest)) && context.JsonPropertyInfo is null)
        {
            schema.AdditionalPropertiesAllowed = false;
            foreach (var (name, property) in schema.Properties ?? new Dictionary<string, IOpenApiSchema>())
            {
                property.Description = Of(name);
                if (property is OpenApiSchema field)
                {
                    DescribeRange(field, SettingsRules.Ranges.GetValueOrDefault(name));

                    // A change leaves alone what it doesn't name: only a new endpoint has defaults.
                    field.Default = type == typeof(CreateEndpointRequest) ? SettingsDefaults.Of(name) : null;
                }
            }
        }

        return Task.CompletedTask;
    }

    private static void DescribeRange(OpenApiSchema field, NumberRange? range)
    {
        if (range is not null)
        {
            var least = range.Least.ToString(CultureInfo.InvariantCulture);
            field.Minimum = range.IsAboveLeast ? null : least;
            field.ExclusiveMinimum = range.IsAboveLeast ? least : null;
            field.Maximum = range.Most.ToString(CultureInfo.InvariantCulture);
        }
    }

    private static string? Of(string field) => field switch
    {
        "endpoint_id" => $"{Label.Allowed} (default: generated)",
        "api_key" => "visible ASCII (default: the provider's key from the environment)",
        _ => SettingsRules.Allowed.GetValueOrDefault(field),
    };
}
