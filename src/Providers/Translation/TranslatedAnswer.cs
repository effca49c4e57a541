namespace MultiplexCluster.Providers.Translation;

/// <summary>A whole answer in OpenAI's format.</summary>
/// <param name="Body">The answer; an OpenAI error where <paramref name="IsReadable"/> is false.</param>
/// <param name="IsReadable">False where the provider's body is not what it documents: the caller is to be told 502.</param>
public readonly record struct TranslatedAnswer(ReadOnlyMemory<byte> Body, bool IsReadable)
{
    /// <summary>The provider's body says nothing that can be passed on.</summary>
    internal static TranslatedAnswer Unreadable { get; } = new(OpenAiError.Unreadable.Body(), IsReadable: false);
}
