using MultiplexCluster.Providers.Codecs;
using MultiplexCluster.Providers.Relay.Headers;

namespace MultiplexCluster.Providers.Relay.Answers;

/// <summary>A provider's error answer, kept whole until it is decided whether the caller gets it.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Headers">Every header, as received.</param>
/// <param name="Body">The body, bounded.</param>
internal sealed record HeldAnswer(int Status, IReadOnlyList<ForwardedHeader> Headers, ReadOnlyMemory<byte> Body) : IAnswerHeaders
{
    /// <summary>The longest error body that is held: 1 MiB.</summary>
    internal const int MaxBody = 1024 * 1024;

    /// <summary>How much of it a codec gets to judge by: 64 KiB.</summary>
    internal const int JudgedBody = 64 * 1024;

    /// <inheritdoc/>
    public string? First(string name)
    {
        foreach (var header in Headers)
        {
            if (string.Equals(header.Name, name, StringComparison.OrdinalIgnoreCase))
            {
                return header.Value;
            }
        }

        return null;
    }
}
