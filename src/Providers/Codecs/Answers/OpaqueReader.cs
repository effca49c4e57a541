using MultiplexCluster.Contracts.Requests;

namespace MultiplexCluster.Providers.Codecs.Answers;

/// <summary>Reads nothing: audio, files, text, HTML. The framing of such a body is its completeness.</summary>
public sealed class OpaqueReader : IAnswerReader
{
    /// <summary>The one there is.</summary>
    public static OpaqueReader Instance { get; } = new();

    /// <inheritdoc/>
    public TokenUsage Usage => TokenUsage.None;

    /// <inheritdoc/>
    public void Read(ReadOnlySpan<byte> bytes)
    {
    }

    /// <inheritdoc/>
    public AnswerEnd End() => AnswerEnd.Complete;
}
