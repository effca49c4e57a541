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
    private long _input;
    private long _cached;
    private long _output;
    private long? _total;

    /// <summary>The last whole object, or null.</summary>
    public TokenUsage? Last { get; private set; }

    /// <summary>Its fields under this path, in slots from <paramref name="first"/> on (<see cref="Slots"/> of them).</summary>
    public static IEnumerable<(string Path, int Slot)> Paths(string path, int first) =>
    [
        (path, first),
        ($"{path}.prompt_tokens", first + 1),
        ($"{path}.input_tokens", first + 1),
        ($"{path}.completion_tokens", first + 2),
        ($"{path}.output_tokens", first + 2),
        ($"{path}.total_tokens", first + 3),
        ($"{path}.prompt_tokens_details.cached_tokens", first + 4),
        ($"{path}.input_tokens_details.cached_tokens", first + 4),
    ];

    /// <summary>How many slots <see cref="Paths"/> uses.</summary>
    public const int Slots = 5;

    /// <summary>The value in the slot <paramref name="field"/> above the first.</summary>
    public void OnValue(int field, in JsonValue value)
    {
        if (field == 0)
        {
            (_input, _cached, _output, _total) = (0, 0, 0, null);
        }
        else if (value.Kind == JsonKind.Count)
        {
            Set(field, value.Count);
        }
    }

    /// <summary>The object has ended.</summary>
    public void OnClosed() => Last = TokenCounts.Of(_input, _cached, _output, _total);

    private void Set(int field, long count)
    {
        switch (field)
        {
            case 1:
                _input = count;
                break;
            case 2:
                _output = count;
                break;
            case 3:
                _total = count;
                break;
            case 4:
                _cached = count;
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(field), field, "no such field");
        }
    }
}
