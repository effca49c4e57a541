using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Providers.Codecs.Answers;
using MultiplexCluster.Providers.Codecs.Json;

namespace MultiplexCluster.Providers.Codecs.Gemini;

/// <summary>
/// Gemini's usage, as <c>usageMetadata</c> (ai.google.dev/api/generate-content) and as the <c>usage</c> of an interaction
/// (ai.google.dev/api/interactions-api): input is input + tool use, cached ones included; output is candidates + thoughts.
/// A later object replaces an earlier one; one that breaks off counts for nothing.
/// </summary>
internal struct GeminiUsage
{
    private const int Object = 0;
    private const int Input = 0;
    private const int ToolUse = 1;
    private const int Cached = 2;
    private const int Output = 3;
    private const int Thoughts = 4;
    private const int Total = 5;

    private SlotCounts _counts;

    /// <summary>How many slots its fields use.</summary>
    public const int Slots = 7;

    /// <summary>The slot above the first of what the model wrote, for a further name of it.</summary>
    public const int Written = 1 + Output;

    /// <summary>The last whole object, or null.</summary>
    public TokenUsage? Last { get; private set; }

    /// <summary>The fields of a <c>usageMetadata</c> at this path, in slots from <paramref name="first"/> on (<see cref="Slots"/> of them).</summary>
    public static IEnumerable<(string Path, int Slot)> MetadataPaths(string path, int first) =>
    [
        (path, first + Object),
        ($"{path}.promptTokenCount", first + 1 + Input),
        ($"{path}.toolUsePromptTokenCount", first + 1 + ToolUse),
        ($"{path}.cachedContentTokenCount", first + 1 + Cached),
        ($"{path}.candidatesTokenCount", first + 1 + Output),
        ($"{path}.thoughtsTokenCount", first + 1 + Thoughts),
        ($"{path}.totalTokenCount", first + 1 + Total),
    ];

    /// <summary>The fields of an interaction's <c>usage</c> at this path, in slots from <paramref name="first"/> on (<see cref="Slots"/> of them).</summary>
    public static IEnumerable<(string Path, int Slot)> InteractionPaths(string path, int first) =>
    [
        (path, first + Object),
        ($"{path}.total_input_tokens", first + 1 + Input),
        ($"{path}.total_tool_use_tokens", first + 1 + ToolUse),
        ($"{path}.total_cached_tokens", first + 1 + Cached),
        ($"{path}.total_output_tokens", first + 1 + Output),
        ($"{path}.total_thought_tokens", first + 1 + Thoughts),
        ($"{path}.total_tokens", first + 1 + Total),
    ];

    /// <summary>The value in the slot <paramref name="field"/> above the first.</summary>
    public void OnValue(int field, in JsonValue value)
    {
        if (field == Object)
        {
            _counts = default;
        }
        else
        {
            _counts.Set(field - 1, value);
        }
    }

    /// <summary>The object has ended.</summary>
    public void OnClosed() => Last = TokenCounts.Of(
        _counts[Input] + _counts[ToolUse], _counts[Cached], _counts[Output] + _counts[Thoughts], _counts.Told(Total));
}
