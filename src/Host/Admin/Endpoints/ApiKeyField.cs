using System.Text.Json;
using MultiplexCluster.Contracts.Secrets;
using MultiplexCluster.Host.Admin.Bodies;

namespace MultiplexCluster.Host.Admin.Endpoints;

/// <summary>The <c>api_key</c> of a body. Its value never appears in an error, whatever its type.</summary>
internal static class ApiKeyField
{
    public const string Name = "api_key";

    public static ApiKey? Read(JsonElement value, FieldErrors errors)
    {
        if (JsonText.TryGet(value, out var text) && ApiKey.TryParse(text, out var key))
        {
            return key;
        }

        errors.Add(Name, $"must be text of 1 to {ApiKey.MaxLength} visible ASCII characters");
        return null;
    }
}
