using System.Text;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Providers.Codecs;

namespace MultiplexCluster.Micro.Codecs;

/// <summary>What each vendor sends, in the shapes of its documentation.</summary>
internal static class Samples
{
    public const int Events = 100;

    private const string OpenAiDelta =
        """data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1760000000,"model":"gpt-4o-mini","choices":[{"index":0,"delta":{"content":" some"},"finish_reason":null}],"usage":null}""" + "\n\n";

    private const string OpenAiUsage =
        "\"usage\":{\"prompt_tokens\":90,\"completion_tokens\":100,\"total_tokens\":190,\"prompt_tokens_details\":{\"cached_tokens\":10}}";

    private const string AnthropicDelta =
        "event: content_block_delta\ndata: " + """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":" some"}}""" + "\n\n";

    private const string GeminiDelta =
        """data: {"candidates":[{"content":{"parts":[{"text":" some"}],"role":"model"},"index":0}],"usageMetadata":{"promptTokenCount":90,"candidatesTokenCount":1,"totalTokenCount":91},"modelVersion":"gemini-2.5-flash"}""" + "\r\n\r\n";

    public static ProviderRoute Route(ProviderKind provider, bool stream) => ProviderCodecs.For(provider).Match("POST", provider switch
    {
        ProviderKind.Anthropic => "/v1/messages",
        ProviderKind.Gemini => "/v1beta/models/gemini-2.5-flash:" + (stream ? "streamGenerateContent" : "generateContent"),
        _ => "/chat/completions",
    }) ?? throw new InvalidOperationException("no such route");

    public static byte[] Stream(ProviderKind provider)
    {
        var text = new StringBuilder(provider is ProviderKind.Anthropic
            ? "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"m\",\"usage\":{\"input_tokens\":90,\"output_tokens\":1}}}\n\n"
            : string.Empty);
        for (var i = 0; i < Events; i++)
        {
            text.Append(provider switch { ProviderKind.Anthropic => AnthropicDelta, ProviderKind.Gemini => GeminiDelta, _ => OpenAiDelta });
        }

        return Encoding.UTF8.GetBytes(text.Append(provider switch
        {
            ProviderKind.Anthropic => "event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":100}}\n\nevent: message_stop\ndata: {\"type\":\"message_stop\"}\n\n",
            ProviderKind.Gemini => "data: {\"candidates\":[{\"finishReason\":\"STOP\"}],\"usageMetadata\":{\"promptTokenCount\":90,\"candidatesTokenCount\":100,\"totalTokenCount\":190}}\r\n\r\n",
            _ => "data: {\"choices\":[]," + OpenAiUsage + "}\n\ndata: [DONE]\n\n",
        }).ToString());
    }

    public static byte[] Answer(ProviderKind provider)
    {
        var text = new string('x', 2_000);
        return Encoding.UTF8.GetBytes(provider switch
        {
            ProviderKind.Anthropic => $$$"""{"id":"m","type":"message","content":[{"type":"text","text":"{{{text}}}"}],"stop_reason":"end_turn","usage":{"input_tokens":90,"cache_read_input_tokens":10,"output_tokens":100}}""",
            ProviderKind.Gemini => $$$"""{"candidates":[{"content":{"parts":[{"text":"{{{text}}}"}]},"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":90,"candidatesTokenCount":100,"totalTokenCount":190}}""",
            _ => $$$"""{"id":"c","choices":[{"index":0,"message":{"role":"assistant","content":"{{{text}}}"},"finish_reason":"stop"}],{{{OpenAiUsage}}}}""",
        });
    }

    public static byte[] RateLimit(ProviderKind provider) => Encoding.UTF8.GetBytes(provider switch
    {
        ProviderKind.Anthropic => """{"type":"error","error":{"type":"rate_limit_error","message":"Number of requests has exceeded your rate limit"}}""",
        ProviderKind.Gemini => """{"error":{"code":429,"message":"Quota exceeded","status":"RESOURCE_EXHAUSTED","details":[{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"17s"}]}}""",
        _ => """{"error":{"message":"Rate limit reached for gpt-4o-mini. Please try again in 1.2s.","type":"requests","param":null,"code":"rate_limit_exceeded"}}""",
    });

    public static byte[] Request(int bytes) => Encoding.UTF8.GetBytes(
        $$$"""{"model":"gpt-4o-mini","messages":[{"role":"user","content":"{{{new string('x', bytes)}}}"}],"stream":true,"stream_options":{"include_usage":true}}""");
}
