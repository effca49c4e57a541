using System.Text.Json.Nodes;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Providers.Tests.Codecs;
using MultiplexCluster.Providers.Translation;
using Xunit;
using static MultiplexCluster.Providers.Tests.Translation.Translating;

namespace MultiplexCluster.Providers.Tests.Translation.Anthropic;

public class AnthropicAnswerTests
{
    private static readonly IChatTranslation Chat = Translations.Chat(ProviderKind.Anthropic)!;

    // providers.md §2, "Usage": input = input + cache creation + cache read; no total.
    [Fact]
    public void A_message_is_a_completion() => Same(
        """
        {"id":"msg_1","object":"chat.completion","created":1700000000,"model":"claude-x","choices":[{"index":0,"message":{"role":"assistant",
          "content":"Hé\nyou","reasoning_content":"Hm.","refusal":null,"tool_calls":[
            {"id":"t1","type":"function","function":{"name":"f","arguments":"{\"a\": [1, \"x\"]}"}},{"id":"t2","type":"function","function":{"name":"g","arguments":"{}"}}]},
          "logprobs":null,"finish_reason":"tool_calls"}],
         "usage":{"prompt_tokens":17,"completion_tokens":3,"total_tokens":20,"prompt_tokens_details":{"cached_tokens":2}}}
        """,
        JsonNode.Parse(Answer(Chat, """
            {"id":"msg_1","type":"message","role":"assistant","model":"claude-x","content":[{"type":"thinking","thinking":"Hm.","signature":"s"},
              {"type":"text","text":"H\u00e9\n"},{"type":"redacted_thinking","data":"x"},{"type":"text","text":"you"},
              {"type":"tool_use","id":"t1","name":"f","input":{"a": [1, "x"]}},{"type":"tool_use","id":"t2","name":"g","input":{}}],
             "stop_reason":"tool_use","usage":{"input_tokens":5,"cache_creation_input_tokens":10,"cache_read_input_tokens":2,"output_tokens":3}}
            """)));

    [Theory]
    [InlineData("\"end_turn\"", "stop")]
    [InlineData("\"stop_sequence\"", "stop")]
    [InlineData("\"pause_turn\"", "stop")]
    [InlineData("\"max_tokens\"", "length")]
    [InlineData("\"model_context_window_exceeded\"", "length")]
    [InlineData("\"tool_use\"", "tool_calls")]
    [InlineData("\"refusal\"", "content_filter")]
    [InlineData("\"something_new\"", "stop")]
    [InlineData("null", "stop")]
    public void The_stop_reason_is_translated(string reason, string finish)
    {
        var choice = JsonNode.Parse(Answer(Chat, $$"""{"content":[],"stop_reason":{{reason}}}"""))!["choices"]![0]!;

        Assert.Equal((finish, null), ((string?)choice["finish_reason"], (string?)choice["message"]!["content"]));
    }

    [Fact]
    public void Names_that_are_missing_are_the_services_own()
    {
        var answer = JsonNode.Parse(Answer(Chat, """{"content":[{"type":"tool_use","name":"f"}],"id":7,"usage":{"input_tokens":-3}}"""))!;

        Assert.Equal(("id-1", Model, 0), ((string?)answer["id"], (string?)answer["model"], (int)answer["usage"]!["total_tokens"]!));
        Assert.Equal("call_id-1_0", (string?)answer["choices"]![0]!["message"]!["tool_calls"]![0]!["id"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"content":"x"}""")]
    [InlineData("""{"content":[""")]
    public void A_body_that_is_no_message_says_so(string body)
    {
        var answer = Chat.Answer(Splits.Utf8(body), Context());

        Assert.False(answer.IsReadable);
        Same("""{"error":{"message":"The provider's answer could not be read.","type":"server_error","param":null,"code":"upstream_error"}}""", JsonNode.Parse(answer.Body.Span));
    }

    // providers.md §2, "Errors": the type is the code; Cloudflare answers 413 without JSON.
    [Theory]
    [InlineData(429, """{"type":"error","error":{"type":"rate_limit_error","message":"Slow \"down\""},"request_id":"r"}""", """{"error":{"message":"Slow \"down\"","type":"rate_limit_error","param":null,"code":"rate_limit_error"}}""")]
    [InlineData(529, """{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}""", """{"error":{"message":"Overloaded","type":"server_error","param":null,"code":"overloaded_error"}}""")]
    [InlineData(401, """{"type":"error","error":{"type":"authentication_error","message":"bad"}}""", """{"error":{"message":"bad","type":"authentication_error","param":null,"code":"authentication_error"}}""")]
    [InlineData(413, "<html>too large</html>", """{"error":{"message":"The provider answered with status 413.","type":"invalid_request_error","param":null,"code":null}}""")]
    [InlineData(500, "", """{"error":{"message":"The provider answered with status 500.","type":"server_error","param":null,"code":null}}""")]
    public void An_error_keeps_its_message(int status, string body, string error) => Same(error, JsonNode.Parse(Error(Chat, status, body)));
}
