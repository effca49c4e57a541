namespace MultiplexCluster.FakeProviders.Dialects;

/// <summary>Embedding vectors: text number n has n/16 at every place.</summary>
internal static class Vectors
{
    public static string Of(int index)
    {
        var number = (index / 16.0).ToString("0.0###", System.Globalization.CultureInfo.InvariantCulture);
        return $"[{string.Join(',', Enumerable.Repeat(number, FakeTokens.EmbeddingLength))}]";
    }

    /// <summary>The same as base64 of little-endian floats, which OpenAI's SDKs ask for.</summary>
    public static string Base64Of(int index)
    {
        var bytes = new byte[FakeTokens.EmbeddingLength * sizeof(float)];
        for (var i = 0; i < FakeTokens.EmbeddingLength; i++)
        {
            System.Buffers.Binary.BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), index / 16f);
        }

        return $"\"{Convert.ToBase64String(bytes)}\"";
    }
}
