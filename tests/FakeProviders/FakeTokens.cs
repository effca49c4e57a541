namespace MultiplexCluster.FakeProviders;

/// <summary>The token counts every default answer reports, whatever was asked.</summary>
public static class FakeTokens
{
    /// <summary>Input tokens of every call, and what the token counting calls answer.</summary>
    public const int Input = 25;

    /// <summary>Output tokens of a call when neither options nor step set the number of events.</summary>
    public const int Output = 20;

    /// <summary>Numbers in every embedding vector.</summary>
    public const int EmbeddingLength = 8;
}
