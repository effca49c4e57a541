using System.Globalization;
using System.Text.Json;
using MultiplexCluster.Contracts.Endpoints;

namespace MultiplexCluster.Host.DataPlane.Unified.Models;

/// <summary>
/// How each provider lists its models: <c>data[].id</c> with <c>created</c> (OpenAI, Groq) or <c>created_at</c>
/// (docs.claude.com/en/api/models-list), <c>models[].name</c> at Gemini (ai.google.dev/api/models).
/// </summary>
internal static class ProviderModels
{
    /// <summary>Path and query of the longest list that one call gives.</summary>
    internal static string PathOf(ProviderKind provider) => provider switch
    {
        ProviderKind.OpenAi or ProviderKind.Groq => "/models",
        ProviderKind.Anthropic => "/v1/models?limit=1000",
        ProviderKind.Gemini => "/v1beta/models?pageSize=1000",
        _ => throw new ArgumentOutOfRangeException(nameof(provider), provider, "no such provider"),
    };

    /// <summary>The headers such a call needs beside its credential.</summary>
    internal static KeyValuePair<string, string>[] HeadersOf(ProviderKind provider) =>
        provider == ProviderKind.Anthropic ? [new("anthropic-version", "2023-06-01")] : [];

    /// <summary>The models of a list; null where it isn't one.</summary>
    internal static IReadOnlyList<ServedModel>? Read(ProviderKind provider, ReadOnlyMemory<byte> list)
    {
        try
        {
            using var document = JsonDocument.Parse(list);
            var (array, name) = provider == ProviderKind.Gemini ? ("models", "name") : ("data", "id");
            return document.RootElement is { ValueKind: JsonValueKind.Object } root
                && root.TryGetProperty(array, out var models) && models.ValueKind == JsonValueKind.Array
                    ? [.. models.EnumerateArray().Select(model => Of(provider, model, name)).OfType<ServedModel>()]
                    : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static ServedModel? Of(ProviderKind provider, JsonElement model, string name)
    {
        if (model.ValueKind != JsonValueKind.Object || !model.TryGetProperty(name, out var id) || id.ValueKind != JsonValueKind.String)
        {
            return null;
        }

        var text = id.GetString()!;
        text = text.StartsWith("models/", StringComparison.Ordinal) ? text["models/".Length..] : text;
        return text.Length is 0 or > 256 || text.AsSpan().ContainsAnyExceptInRange('!', '~') ? null : new ServedModel(provider, text, CreatedOf(model));
    }

    private static long CreatedOf(JsonElement model)
    {
        if (model.TryGetProperty("created", out var created) && created.ValueKind == JsonValueKind.Number && created.TryGetInt64(out var seconds))
        {
            return seconds;
        }

        return model.TryGetProperty("created_at", out var at) && at.ValueKind == JsonValueKind.String
            && DateTimeOffset.TryParse(at.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
                ? moment.ToUnixTimeSeconds()
                : 0;
    }
}
