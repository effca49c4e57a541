using MultiplexCluster.Providers.Codecs;
using MultiplexCluster.Providers.Relay.Headers;

namespace MultiplexCluster.Providers.Relay.Answers;

/// <summary>A provider's error answer, kept until it is decided whether the caller gets it.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Headers">Every header, as received.</param>
/// <param name="NamedByConnection">See <see cref="AnswerHeaderRules.NamedByConnection"/>.</param>
/// <param name="Body">The body, bounded.</param>
/// <param name="IsWhole">False for a body that was cut, stalled, too long or of contradictory framing: it can't be passed on, its status can.</param>
internal sealed record HeldAnswer(
    int Status, IReadOnlyList<ForwardedHeader> Headers, string? NamedByConnection, ReadOnlyMemory<byte> Body, bool IsWhole) : IAnswerHeaders
{
    /// <summary>The longest error body that is kept through queues and backoff, and what a codec judges by: 64 KiB.</summary>
    internal const int MaxKept = 64 * 1024;

    /// <summary>The longest error body that is passed on at once: 1 MiB.</summary>
    internal const int MaxBody = 1024 * 1024;

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
