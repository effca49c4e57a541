namespace MultiplexCluster.FakeProviders.Dialects.OpenAi;

/// <summary>Paths of OpenAI and Groq.</summary>
internal static class OpenAiPaths
{
    /// <summary>Whether the answers of a path depend on nothing but what <see cref="Ask"/> tells.</summary>
    public static bool ArePlain(ReadOnlySpan<byte> path) =>
        path.SequenceEqual("/chat/completions"u8) || path.SequenceEqual("/embeddings"u8)
        || path.SequenceEqual("/moderations"u8) || path.StartsWith("/models"u8);
}
