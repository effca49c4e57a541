using MultiplexCluster.Providers.Translation.Parameters;
using static MultiplexCluster.Providers.Translation.Parameters.ParameterRule;

namespace MultiplexCluster.Providers.Translation.Groq;

/// <summary>Parameters at Groq, whose format is OpenAI's with fewer of them. What goes there goes as it is.</summary>
public static class GroqParameters
{
    /// <summary>The table of chat.</summary>
    public static ParameterTable Chat { get; } = new("Groq",
    [
        Translated("model", "`model`"),
        Translated("messages", "`messages`; `developer` as `system`"),
        AsItIs("max_completion_tokens"),
        AsItIs("max_tokens"),
        AsItIs("temperature"),
        AsItIs("top_p"),
        AsItIs("stop"),
        AsItIs("seed"),
        AsItIs("frequency_penalty"),
        AsItIs("presence_penalty"),
        AsItIs("reasoning_effort"),
        AsItIs("response_format"),
        AsItIs("stream"),
        AsItIs("stream_options"),
        AsItIs("tools"),
        AsItIs("tool_choice"),
        AsItIs("parallel_tool_calls"),
        AsItIs("user"),
        Refused("n", Neutral.One),
        Refused("logprobs", Neutral.False),
        Refused("top_logprobs", Neutral.Zero),
        Refused("logit_bias", Neutral.Empty),
        Refused("modalities", Neutral.TextOnly),
        Refused("audio"),
        Refused("functions", Neutral.Empty),
        Refused("function_call"),
        Refused("web_search_options"),
        Ignored("top_k"),
        Ignored("verbosity"),
        Ignored("metadata"),
        Ignored("store"),
        Ignored("prediction"),
        Ignored("service_tier"),
        Ignored("safety_identifier"),
        Ignored("prompt_cache_key"),
        Ignored("prompt_cache_retention"),
    ]);

    /// <summary>The table of embeddings.</summary>
    public static ParameterTable Embeddings { get; } = new("Groq",
    [
        Translated("model", "`model`"),
        AsItIs("input"),
        AsItIs("encoding_format"),
        AsItIs("user"),
        Refused("dimensions"),
    ]);

    private static ParameterRule AsItIs(string name) => Translated(name, $"`{name}`");
}
