namespace MultiplexCluster.Contracts.Endpoints;

/// <summary>The vendors whose keys are multiplexed. The numbers are stored and sent: never reuse one.</summary>
public enum ProviderKind
{
    /// <summary>OpenAI.</summary>
    OpenAi = 1,

    /// <summary>Anthropic (Claude).</summary>
    Anthropic = 2,

    /// <summary>Google Gemini (generativelanguage).</summary>
    Gemini = 3,

    /// <summary>Groq.</summary>
    Groq = 4,
}
