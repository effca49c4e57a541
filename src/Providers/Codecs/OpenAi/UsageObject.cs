using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Providers.Codecs.Answers;
using MultiplexCluster.Providers.Codecs.Json;

namespace MultiplexCluster.Providers.Codecs.OpenAi;

/// <summary>
/// One <c>usage</c> object in either of OpenAI's spellings: <c>prompt_tokens</c>, <c>completion_tokens</c> (chat,
/// embeddings) or <c>input_tokens</c>, <c>output_tokens</c> (Responses, images, audio). The cached part stands in the
/// details and is included in the input. A later object replaces an earlier one as a whole; one that breaks off
/// counts for nothing.
/// </summary>
internal struct UsageObject
{
    private const int Object = 0;
    private const int Input = 1;
    private const int Output = 2;
    private const int Total = 3;
    private const int Cached = 4;

    private SlotCounts _counts;

    /// <summary>How many slots <see cref="Paths"/> uses.</summary>
    public const int Slots = 5;

    /// <summary>The last whole object, or null.</summary>
    public TokenUsage? Last { get; private set; }

    /// <summary>Its fields under this path, in slots from <paramref name="first"/> on (<see cref="Slots"/> of them).</summary>
    public static IEnumerable<(string Path, int Slot)> Paths(string path, int first) =>
    [
        (path, first + Object),
        ($"{path}.prompt_tokens", first + Input),
        ($"{path}.input_tokens", first + Input),
        ($"{path}.completion_tokens", first + Output),
        ($"{path}.output_tokens", first + Output),
        ($"{path}.total_tokens", first + Total),
        ($"{path}.prompt_tokens_details.cached_tokens", first + Cached),
        ($"{path}.input_tokens_details.cached_tokens", first + Cached),
        ($"{path}.input_token_details.cached_tokens", first + Cached),
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
            _counts.Set(field, value);
        }
    }

    /// <summary>The object has ended.</summary>
    public void OnClosed() => Last = TokenCounts.Of(_counts[Input], _counts[Cached], _counts[Output], _counts.Told(Total));
}
