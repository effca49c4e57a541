using System.Text.Json;
using System.Text.Json.Serialization;

namespace MultiplexCluster.FakeProviders.Scripting;

/// <summary>What a script file says of one key.</summary>
/// <param name="Steps">Each used once, in order.</param>
/// <param name="Always">Used for every later call; null means the default answer.</param>
internal sealed record KeySteps(IReadOnlyList<Step>? Steps, Step? Always);

/// <summary>The JSON form of scripts: an object from key to <see cref="KeySteps"/>.</summary>
internal static class ScriptJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        // A misspelled property shall be told, not ignored.
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <exception cref="JsonException">It is no script.</exception>
    public static IReadOnlyDictionary<string, KeySteps> Parse(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize<Dictionary<string, KeySteps>>(json, Options)
            ?? throw new JsonException("a script is an object from key to steps");
}
