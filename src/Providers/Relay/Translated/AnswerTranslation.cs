using MultiplexCluster.Providers.Translation;
using MultiplexCluster.Providers.Translation.Streams;

namespace MultiplexCluster.Providers.Relay.Translated;

/// <summary>How the answer to a translated call becomes one in OpenAI's format.</summary>
/// <param name="Translation">The operation at its provider.</param>
/// <param name="Context">What the answer says that the provider's does not.</param>
/// <param name="Streams">The answer is an event stream.</param>
/// <param name="Ignored">The caller's parameters that the provider was not told.</param>
public sealed record AnswerTranslation(ITranslation Translation, AnswerContext Context, bool Streams, IReadOnlyList<string> Ignored)
{
    /// <summary>The header that lists <see cref="Ignored"/>.</summary>
    public const string IgnoredHeader = "X-Multiplex-Ignored-Parameters";

    /// <summary>For one event stream. Throws <see cref="InvalidOperationException"/> for an operation that has none.</summary>
    internal ChatStreamTranslator OpenStream() => Translation is IChatTranslation chat
        ? chat.OpenStream(Context)
        : throw new InvalidOperationException("this operation does not stream");

    /// <summary>A whole answer.</summary>
    internal TranslatedAnswer Answer(ReadOnlyMemory<byte> body) => Translation.Answer(body, Context);

    /// <summary>An error answer.</summary>
    internal ReadOnlyMemory<byte> Error(int status, ReadOnlyMemory<byte> body) => Translation.Error(status, body);

    /// <summary>Tells the caller what was ignored.</summary>
    internal void WriteIgnored(ICallerResponse caller)
    {
        if (Ignored.Count > 0)
        {
            caller.SetHeader(IgnoredHeader, string.Join(", ", Ignored));
        }
    }
}
