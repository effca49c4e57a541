using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Providers.Translation;

namespace MultiplexCluster.Providers.Tests.Translation.Fuzz;

/// <summary>Well-formed inputs with everything that is read of them.</summary>
internal static class Corpus
{
    public const string ChatRequest = """
        {"model":"m","messages":[{"role":"system","content":"S"},{"role":"developer","content":[{"type":"text","text":"D"}]},
          {"role":"user","name":"n","content":[{"type":"text","text":"h\u00e9 \ud83d\ude00"},{"type":"image_url","image_url":{"url":"data:image/png;base64,AA\/A","detail":"low"}},
            {"type":"image_url","image_url":{"url":"https://x/y.png"}},{"type":"file","file":{"file_data":"data:text/plain;base64,AAAA","filename":"f"}}]},
          {"role":"assistant","content":null,"refusal":"r","tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{\"a\":[1]}"},"extra_content":{"google":{"thought_signature":"s"}}}]},
          {"role":"tool","tool_call_id":"c1","content":[{"type":"text","text":"x"}]},{"role":"assistant","content":[{"type":"refusal","refusal":"r"}]},{"role":"user","content":"u"}],
         "tools":[{"type":"function","function":{"name":"f","description":"d","strict":true,"parameters":{"type":"object","properties":{"a":{"type":"array"}}}}}],
         "tool_choice":{"type":"function","function":{"name":"f"}},"response_format":{"type":"json_schema","json_schema":{"name":"n","schema":{"type":"object"}}},
         "temperature":0.5,"top_p":0.9,"top_k":3,"n":1,"stop":["a","b"],"max_tokens":5,"max_completion_tokens":6,"seed":1,"user":"u","logprobs":false,"top_logprobs":0,
         "logit_bias":{},"modalities":["text"],"reasoning_effort":"low","stream":true,"stream_options":{"include_usage":true},"metadata":{"a":"b"}}
        """;

    public const string EmbeddingRequest = """{"model":"m","input":["a","b"],"encoding_format":"base64","user":"u"}""";

    public const string AnthropicAnswer = """
        {"id":"msg","model":"c","content":[{"type":"thinking","thinking":"t"},{"type":"text","text":"a"},{"type":"text","text":"b"},{"type":"tool_use","id":"t","name":"f","input":{"a":[1]}}],
         "stop_reason":"tool_use","usage":{"input_tokens":1,"cache_creation_input_tokens":2,"cache_read_input_tokens":3,"output_tokens":4}}
        """;

    public const string GeminiAnswer = """
        {"candidates":[{"content":{"parts":[{"text":"t","thought":true},{"text":"a"},{"functionCall":{"id":"i","name":"f","args":{"a":[1]}},"thoughtSignature":"s"}]},"finishReason":"STOP","index":0,
          "logprobsResult":{"topCandidates":[{"candidates":[{"token":"a","logProbability":-0.5}]}],"chosenCandidates":[{"token":"a","logProbability":-0.5}]}}],
         "promptFeedback":{"blockReason":"BLOCK_REASON_UNSPECIFIED"},"usageMetadata":{"promptTokenCount":1,"cachedContentTokenCount":1,"candidatesTokenCount":2,"thoughtsTokenCount":3,"totalTokenCount":6},
         "modelVersion":"g","responseId":"r"}
        """;

    public const string GroqAnswer = """
        {"id":"c","model":"l","choices":[{"index":0,"message":{"role":"assistant","content":"a","reasoning":"r","tool_calls":[{"id":"t","type":"function","function":{"name":"f","arguments":"{}"}}]},"finish_reason":"stop"}],
         "usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3,"prompt_tokens_details":{"cached_tokens":1},"completion_tokens_details":{"reasoning_tokens":1}},"x_groq":{"id":"r"}}
        """;

    public const string GeminiEmbeddings = """{"embeddings":[{"values":[0.5,-1e3]},{"values":[1]}],"usageMetadata":{"promptTokenCount":1}}""";
    public const string GroqEmbeddings = """{"object":"list","data":[{"embedding":[0.5]}],"usage":{"prompt_tokens":1}}""";

    /// <summary>Errors of each shape.</summary>
    public static IReadOnlyList<string> Errors { get; } =
    [
        """{"type":"error","error":{"type":"rate_limit_error","message":"m"},"request_id":"r"}""",
        """[{"error":{"code":429,"message":"m","status":"RESOURCE_EXHAUSTED","details":[{"@type":"t"}]}}]""",
        """{"error":{"message":"m","type":"t","param":"p","code":"c"}}""",
        """{"error":"m"}""",
    ];

    /// <summary>Every translation with a request and an answer.</summary>
    public static IReadOnlyList<(ITranslation Translation, string Request, string Answer)> Calls { get; } =
    [
        (Translations.Chat(ProviderKind.Anthropic)!, ChatRequest, AnthropicAnswer),
        (Translations.Chat(ProviderKind.Gemini)!, ChatRequest, GeminiAnswer),
        (Translations.Chat(ProviderKind.Groq)!, ChatRequest.Replace("{\"type\":\"file\",", "{\"type\":\"text\",\"text\":\"t\",", StringComparison.Ordinal), GroqAnswer),
        (Translations.Embeddings(ProviderKind.Anthropic)!, EmbeddingRequest, "{}"),
        (Translations.Embeddings(ProviderKind.Gemini)!, EmbeddingRequest, GeminiEmbeddings),
        (Translations.Embeddings(ProviderKind.Groq)!, EmbeddingRequest, GroqEmbeddings),
    ];

    /// <summary>A whole stream of each provider that has one, and after how many bytes it is complete.</summary>
    public static IReadOnlyList<(ProviderKind Target, string Stream, int CompleteAt)> Streams { get; } =
    [
        Stream(ProviderKind.Anthropic, 0, [
            "event: ping\ndata: {\"type\":\"ping\"}\n\n",
            "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"msg\",\"model\":\"c\",\"usage\":{\"input_tokens\":1,\"output_tokens\":1}}}\n\n",
            "event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}\n\n",
            "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"é😀\"}}\n\n",
            "event: content_block_stop\ndata: {\"type\":\"content_block_stop\",\"index\":0}\n\n",
            "event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":1,\"content_block\":{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"f\",\"input\":{}}}\n\n",
            "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":1,\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":\"{}\"}}\n\n",
            "event: content_block_stop\ndata: {\"type\":\"content_block_stop\",\"index\":1}\n\n",
            "event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"tool_use\"},\"usage\":{\"output_tokens\":9}}\n\n",
            "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n"]),
        Stream(ProviderKind.Gemini, 0, [
            "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"t\",\"thought\":true},{\"text\":\"é😀\"}]}}],\"responseId\":\"r\",\"modelVersion\":\"g\"}\n\n",
            "data: {\"candidates\":[{\"content\":{\"parts\":[{\"functionCall\":{\"name\":\"f\",\"args\":{\"a\":1}},\"thoughtSignature\":\"s\"}]}}],\"usageMetadata\":{\"promptTokenCount\":1}}\n\n",
            "data: {\"candidates\":[{\"finishReason\":\"STOP\",\"index\":0}],\"usageMetadata\":{\"promptTokenCount\":1,\"candidatesTokenCount\":2}}\n\n"]),

        // The blank line after [DONE] may be missing.
        Stream(ProviderKind.Groq, 2, [
            "data: {\"id\":\"c\",\"model\":\"l\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}],\"x_groq\":{\"id\":\"r\"}}\n\n",
            "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"é😀\",\"reasoning\":\"r\"},\"finish_reason\":null}]}\n\n",
            "data: {\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"t\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]},\"finish_reason\":\"tool_calls\"}],\"x_groq\":{\"usage\":{\"prompt_tokens\":1}}}\n\n",
            "data: [DONE]\n\n"]),
    ];

    private static (ProviderKind Target, string Stream, int CompleteAt) Stream(ProviderKind target, int spare, string[] events)
    {
        var stream = string.Concat(events);
        return (target, stream, System.Text.Encoding.UTF8.GetByteCount(stream) - spare);
    }
}
