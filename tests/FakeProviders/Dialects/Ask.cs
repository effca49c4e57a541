using System.Text.Json;

namespace MultiplexCluster.FakeProviders.Dialects;

/// <summary>One call as a dialect sees it.</summary>
/// <param name="Method">The request method.</param>
/// <param name="Path">The path after the dialect's prefix, without query.</param>
/// <param name="Query">The query with its question mark, or empty.</param>
/// <param name="Model">The model of the body, as JSON text without quotes; empty when none.</param>
/// <param name="Facts">What else the body says.</param>
/// <param name="Shape">What the answer shall look like.</param>
internal sealed record Ask(string Method, string Path, string Query, string Model, BodyFacts Facts, Shape Shape)
{
    /// <summary>What follows the last slash of the path, as JSON text without quotes.</summary>
    public string LastSegment => JsonEncodedText.Encode(Path[(Path.LastIndexOf('/') + 1)..]).ToString();

    /// <summary>The tool to call instead of saying something; null for text.</summary>
    public ToolCall? Call { get; init; }

    /// <summary>The response is to be made in the background.</summary>
    public bool Background { get; init; }

    /// <summary>The response this one goes on from, as JSON; null for none.</summary>
    public string? Previous { get; init; }
}
