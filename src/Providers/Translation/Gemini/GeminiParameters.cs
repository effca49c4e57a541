using MultiplexCluster.Providers.Translation.Parameters;
using static MultiplexCluster.Providers.Translation.Parameters.ParameterRule;

namespace MultiplexCluster.Providers.Translation.Gemini;

/// <summary>Parameters at Gemini (<c>generateContent</c>, <c>batchEmbedContents</c>).</summary>
public static class GeminiParameters
{
    /// <summary>The table of chat.</summary>
    public static ParameterTable Chat { get; } = new("Gemini",
    [
        Translated("model", "the path"),
        Translated("messages", "`systemInstruction`, `contents`"),
        Translated("max_completion_tokens", "`maxOutputTokens`"),
        Translated("max_tokens", "`maxOutputTokens`"),
        Translated("temperature", "`temperature`"),
        Translated("top_p", "`topP`"),
        Translated("top_k", "`topK`"),
        Translated("n", "`candidateCount`, at most 8"),
        Translated("stop", "`stopSequences`"),
        Translated("seed", "`seed`"),
        Translated("frequency_penalty", "`frequencyPenalty`"),
        Translated("presence_penalty", "`presencePenalty`"),
        Translated("logprobs", "`responseLogprobs`"),
        Translated("top_logprobs", "`logprobs`"),
        Translated("reasoning_effort", "`thinkingConfig.thinkingBudget`"),
        Translated("response_format", "`responseMimeType`, `responseJsonSchema`"),
        Translated("stream", "the path"),
        Translated("stream_options", "the usage chunk"),
        Translated("tools", "`functionDeclarations`"),
        Translated("tool_choice", "`functionCallingConfig`"),
        Refused("parallel_tool_calls", Neutral.True),
        Refused("logit_bias", Neutral.Empty),
        Refused("modalities", Neutral.TextOnly),
        Refused("audio"),
        Refused("functions", Neutral.Empty),
        Refused("function_call"),
        Refused("web_search_options"),
        Ignored("user"),
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
    public static ParameterTable Embeddings { get; } = new("Gemini",
    [
        Translated("model", "the path and each request's `model`"),
        Translated("input", "`requests[].content`; tokens refused"),
        Translated("dimensions", "`outputDimensionality`"),
        Translated("encoding_format", "the answer's form"),
        Ignored("user"),
    ]);
}
