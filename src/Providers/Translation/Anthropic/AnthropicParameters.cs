using MultiplexCluster.Providers.Translation.Parameters;
using static MultiplexCluster.Providers.Translation.Parameters.ParameterRule;

namespace MultiplexCluster.Providers.Translation.Anthropic;

/// <summary>Chat parameters at Claude (<c>POST /v1/messages</c>).</summary>
public static class AnthropicParameters
{
    /// <summary>The table.</summary>
    public static ParameterTable Chat { get; } = new("Claude",
    [
        Translated("model", "`model`"),
        Translated("messages", "`system`, `messages`"),
        Translated("max_completion_tokens", "`max_tokens`"),
        Translated("max_tokens", "`max_tokens`"),
        Translated("temperature", "`temperature`, at most 1"),
        Translated("top_p", "`top_p`"),
        Translated("top_k", "`top_k`"),
        Translated("stop", "`stop_sequences`"),
        Translated("stream", "`stream`"),
        Translated("stream_options", "the usage chunk"),
        Translated("tools", "`tools`"),
        Translated("tool_choice", "`tool_choice`"),
        Translated("parallel_tool_calls", "`tool_choice.disable_parallel_tool_use`"),
        Translated("response_format", "`output_config.format`; `json_object` refused"),
        Translated("user", "`metadata.user_id`"),
        Refused("n", Neutral.One),
        Refused("logprobs", Neutral.False),
        Refused("top_logprobs", Neutral.Zero),
        Refused("logit_bias", Neutral.Empty),
        Refused("modalities", Neutral.TextOnly),
        Refused("audio"),
        Refused("functions", Neutral.Empty),
        Refused("function_call"),
        Refused("web_search_options"),
        Ignored("frequency_penalty"),
        Ignored("presence_penalty"),
        Ignored("seed"),
        Ignored("reasoning_effort"),
        Ignored("verbosity"),
        Ignored("metadata"),
        Ignored("store"),
        Ignored("prediction"),
        Ignored("service_tier"),
        Ignored("safety_identifier"),
        Ignored("prompt_cache_key"),
        Ignored("prompt_cache_retention"),
    ]);
}
