using System.Text.Json;
using MultiplexCluster.Contracts.Endpoints;

namespace MultiplexCluster.Providers.Relay.Checks;

/// <summary>What a provider's list of models looks like.</summary>
internal static class ModelList
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>
    /// Whether a body is one: a whole JSON object with an array, which may be empty, by the provider's name for it. A page of
    /// something in between, another JSON document and one that breaks off are none.
    /// </summary>
    /// <param name="body">The whole body.</param>
    /// <param name="provider">Whose list it would be.</param>
    internal static bool IsOne(ReadOnlySpan<byte> body, ProviderKind provider)
    {
        var json = new Utf8JsonReader(body.StartsWith(ByteOrderMark) ? body[ByteOrderMark.Length..] : body);
        try
        {
            return json.Read() && json.TokenType is JsonTokenType.StartObject && HasArray(ref json, NameOf(provider)) && !json.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool HasArray(ref Utf8JsonReader json, ReadOnlySpan<byte> name)
    {
        var found = false;
        while (json.Read() && json.TokenType is JsonTokenType.PropertyName)
        {
            var isNamed = json.ValueTextEquals(name);
            json.Read();
            found |= isNamed && json.TokenType is JsonTokenType.StartArray;
            json.Skip();
        }

        return found;
    }

    // platform.openai.com/docs/api-reference/models/list, docs.claude.com/en/api/models-list, ai.google.dev/api/models.
    private static ReadOnlySpan<byte> NameOf(ProviderKind provider) => provider switch
    {
        ProviderKind.OpenAi or ProviderKind.Groq or ProviderKind.Anthropic => "data"u8,
        ProviderKind.Gemini => "models"u8,
        _ => throw new ArgumentOutOfRangeException(nameof(provider), provider, "no such provider"),
    };
}
