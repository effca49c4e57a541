namespace MultiplexCluster.FakeProviders;

/// <summary>The wire dialects one fake speaks, told apart by path prefix.</summary>
public enum ProviderDialect
{
    /// <summary>OpenAI under <c>/openai/v1</c>; the key is in <c>Authorization: Bearer</c>.</summary>
    OpenAi,

    /// <summary>Anthropic under <c>/anthropic</c>; the key is in <c>x-api-key</c>.</summary>
    Anthropic,

    /// <summary>Gemini under <c>/gemini</c>; the key is in <c>x-goog-api-key</c>.</summary>
    Gemini,

    /// <summary>Groq under <c>/groq/openai/v1</c>; the key is in <c>Authorization: Bearer</c>.</summary>
    Groq,
}
