using System.Text.Json;
using System.Text.Json.Nodes;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Host.Admin.Endpoints;
using MultiplexCluster.Host.Admin.Json;

namespace MultiplexCluster.Host.Admin.Documentation;

/// <summary>The settings' defaults, read off an endpoint that nothing was set on, as the API shows it.</summary>
internal static class SettingsDefaults
{
    private static readonly string[] Required = ["endpoint_id", "provider"];

    private static readonly JsonObject Untouched = Show();

    /// <summary>The default; null where there is none.</summary>
    public static JsonNode? Of(string field) => Required.Contains(field) ? null : Untouched[field]?.DeepClone();

    private static JsonObject Show()
    {
        var endpoint = new EndpointDetails(
            EndpointId.Parse("any"), new EndpointSettings { Provider = ProviderKind.OpenAi }, string.Empty, 1, default,
            new EndpointCondition(EndpointState.Available, null, null), new EndpointStats(), 0, 0);
        return JsonSerializer.SerializeToNode(endpoint.ToBody(default), AdminJson.Answers.EndpointBody)!.AsObject();
    }
}
