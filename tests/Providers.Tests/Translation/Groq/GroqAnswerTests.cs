using System.Text.Json.Nodes;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Providers.Tests.Codecs;
using MultiplexCluster.Providers.Translation;
using Xunit;
using static MultiplexCluster.Providers.Tests.Translation.Translating;

namespace MultiplexCluster.Providers.Tests.Translation.Groq;

public class GroqAnswerTests
{
    private const string First = """data: {"id":"c-1","model":"llama","x_groq":{"id":"req_1"},"choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}],"usage":null}""" + "\n\n";
    private const string Reasoning = """data: {"choices":[{"index":0,"delta":{"reasoning":"Hm"}}]}""" + "\n\n";
    private const string Text = """data: {"choices":[{"index":0,"delta":{"content":"h\u00e9"},"finish_reason":null}]}""" + "\n\n";
    private const string Call = """data: {"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"t","type":"function","function":{"name":"f","arguments":"{}"}}]}}]}""" + "\n\n";
    private const string Last = """data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"x_groq":{"id":"req_1","usage":{"queue_time":0.02,"prompt_tokens":18,"completion_tokens":5,"total_tokens":23}}}""" + "\n\n";
    private const string Both = """data: {"choices":[],"usage":{"prompt_tokens":18,"prompt_tokens_details":{"cached_tokens":3},"completion_tokens":6,"total_tokens":24},"x_groq":{"usage":{"prompt_tokens":18,"completion_tokens":6,"total_tokens":24}}}""" + "\n\n";
    private const string Done = "data: [DONE]\n\n";

    private static readonly IChatTranslation Chat = Translations.Chat(ProviderKind.Groq)!;

    // providers.md §4: usage in x_groq.usage or usage, counted once; x_groq.error; [DONE].
    [Theory]
    [InlineData(First + Reasoning + Text + Call + Last + Done, "assistant (Hm) \"hé\" call0=t/function/f:{} finish:stop usage:18/0/5/23 DONE")]
    [InlineData(First + Last + Both + Done, "assistant finish:stop usage:18/3/6/24 DONE")]
    [InlineData(First + "data: [DONE]", "assistant DONE")]
    [InlineData(First + Last, "assistant finish:stop error:server_error/upstream_error/The provider's stream broke off.")]
    [InlineData(First + "data: {\"x_groq\":{\"id\":\"r\",\"error\":\"over capacity\"}}\n\n" + Done, "assistant error:server_error//over capacity")]
    [InlineData(First + "data: {\"error\":{\"message\":\"Slow\",\"type\":\"tokens\",\"code\":\"rate_limit_exceeded\"}}\n\n", "assistant error:tokens/rate_limit_exceeded/Slow")]
    [InlineData(First + "data: {\"error\":{\"message\":\"\"}}\n\n", "assistant error:server_error//The provider answered with status 500.")]
    [InlineData("data: x\n\n", "error:server_error/upstream_error/The provider's answer could not be read.")]
    public void A_stream_loses_what_is_groqs_own(string stream, string transcript)
    {
        Assert.Equal(transcript, Transcript.Of(ProviderKind.Groq, stream, usage: true));
        Assert.DoesNotContain("x_groq", Transcript.Raw(ProviderKind.Groq, stream), StringComparison.Ordinal);
        Assert.DoesNotContain("usage", Transcript.Raw(ProviderKind.Groq, stream), StringComparison.Ordinal);
    }

    [Fact]
    public void An_answer_loses_what_is_groqs_own() => Same(
        """
        {"id":"c-1","object":"chat.completion","created":1700000000,"model":"llama","choices":[{"index":0,"message":{"role":"assistant","content":null,"refusal":null,
          "reasoning_content":"Hm","tool_calls":[{"id":"t","type":"function","function":{"name":"f","arguments":"{}"}}]},"logprobs":null,"finish_reason":"tool_calls"}],
         "usage":{"prompt_tokens":18,"completion_tokens":5,"total_tokens":23,"prompt_tokens_details":{"cached_tokens":3},"completion_tokens_details":{"reasoning_tokens":2}}}
        """,
        JsonNode.Parse(Answer(Chat, """
            {"id":"c-1","object":"chat.completion","model":"llama","choices":[{"index":0,"message":{"role":"assistant","reasoning":"Hm",
              "tool_calls":[{"id":"t","type":"function","function":{"name":"f","arguments":"{}"}}]},"finish_reason":"tool_calls"}],
             "usage":{"queue_time":0.1,"prompt_tokens":18,"completion_tokens":5,"total_tokens":23,"prompt_tokens_details":{"cached_tokens":3},"completion_tokens_details":{"reasoning_tokens":2}},
             "x_groq":{"id":"req_1"}}
            """)));

    [Theory]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("""{"choices":{}}""")]
    public void A_body_that_is_no_answer_says_so(string body) => Assert.False(Chat.Answer(Splits.Utf8(body), Context()).IsReadable);

    // providers.md §4, "Errors".
    [Theory]
    [InlineData(413, """{"error":{"message":"Request too large","type":"tokens","code":"rate_limit_exceeded"}}""", """{"error":{"message":"Request too large","type":"tokens","param":null,"code":"rate_limit_exceeded"}}""")]
    [InlineData(400, """{"error":{"message":"no","param":"top_p"}}""", """{"error":{"message":"no","type":"invalid_request_error","param":"top_p","code":null}}""")]
    [InlineData(503, "oops", """{"error":{"message":"The provider answered with status 503.","type":"server_error","param":null,"code":null}}""")]
    public void An_error_keeps_its_message_type_and_code(int status, string body, string error) => Same(error, JsonNode.Parse(Error(Chat, status, body)));
}
