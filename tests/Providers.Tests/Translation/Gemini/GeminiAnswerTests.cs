using System.Text.Json.Nodes;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Providers.Tests.Codecs;
using MultiplexCluster.Providers.Translation;
using Xunit;
using static MultiplexCluster.Providers.Tests.Translation.Translating;

namespace MultiplexCluster.Providers.Tests.Translation.Gemini;

public class GeminiAnswerTests
{
    private static readonly IChatTranslation Chat = Translations.Chat(ProviderKind.Gemini)!;

    // providers.md §3, "Usage": 7 + 51 + 45 = 103; input = prompt + tool use, output = candidates + thoughts.
    [Fact]
    public void An_answer_is_a_completion() => Same(
        """
        {"id":"r-1","object":"chat.completion","created":1700000000,"model":"gemini-x","choices":[
          {"index":0,"message":{"role":"assistant","content":"Hello","reasoning_content":"Hm","refusal":null,"tool_calls":[
            {"id":"call_r-1_0","type":"function","function":{"name":"f","arguments":"{\"a\":1}"},"extra_content":{"google":{"thought_signature":"sig"}}},
            {"id":"x","type":"function","function":{"name":"g","arguments":"{}"}}]},"logprobs":null,"finish_reason":"tool_calls"},
          {"index":1,"message":{"role":"assistant","content":"Other","refusal":null},"logprobs":null,"finish_reason":"length"}],
         "usage":{"prompt_tokens":9,"completion_tokens":96,"total_tokens":103,"prompt_tokens_details":{"cached_tokens":4},"completion_tokens_details":{"reasoning_tokens":45}}}
        """,
        JsonNode.Parse(Answer(Chat, """
            {"candidates":[{"content":{"role":"model","parts":[{"text":"Hm","thought":true},{"text":"Hel"},{"text":"lo"},
               {"functionCall":{"name":"f","args":{"a":1}},"thoughtSignature":"sig"},{"functionCall":{"id":"x","name":"g"}}]},"finishReason":"STOP"},
              {"content":{"parts":[{"text":"Other"}]},"finishReason":"MAX_TOKENS","index":1}],
             "usageMetadata":{"promptTokenCount":7,"toolUsePromptTokenCount":2,"cachedContentTokenCount":4,"candidatesTokenCount":51,"thoughtsTokenCount":45,"totalTokenCount":103},
             "modelVersion":"gemini-x","responseId":"r-1"}
            """)));

    [Theory]
    [InlineData("STOP", "stop")]
    [InlineData("MAX_TOKENS", "length")]
    [InlineData("SAFETY", "content_filter")]
    [InlineData("RECITATION", "content_filter")]
    [InlineData("PROHIBITED_CONTENT", "content_filter")]
    [InlineData("SPII", "content_filter")]
    [InlineData("MALFORMED_FUNCTION_CALL", "stop")]
    [InlineData("SOMETHING_NEW", "stop")]
    public void The_finish_reason_is_translated(string reason, string finish) => Assert.Equal(
        finish, (string?)JsonNode.Parse(Answer(Chat, $$"""{"candidates":[{"finishReason":"{{reason}}"}]}"""))!["choices"]![0]!["finish_reason"]);

    [Fact]
    public void A_blocked_prompt_is_a_filtered_choice()
    {
        var answer = JsonNode.Parse(Answer(Chat, """{"promptFeedback":{"blockReason":"SAFETY"},"usageMetadata":{"promptTokenCount":7}}"""))!;

        Assert.Equal(("content_filter", null), ((string?)answer["choices"]![0]!["finish_reason"], (string?)answer["choices"]![0]!["message"]!["content"]));
        Assert.Equal((7, 7), ((int)answer["usage"]!["prompt_tokens"]!, (int)answer["usage"]!["total_tokens"]!));
    }

    [Fact]
    public void Log_probabilities_are_told_per_token() => Same(
        """
        {"content":[{"token":"Hé","logprob":-0.5,"bytes":[72,195,169],"top_logprobs":[{"token":"Hé","logprob":-0.5,"bytes":[72,195,169]},{"token":"a","logprob":-1.25,"bytes":[97]}]},
          {"token":"b","logprob":0,"bytes":[98],"top_logprobs":[]}],"refusal":null}
        """,
        JsonNode.Parse(Answer(Chat, """
            {"candidates":[{"content":{"parts":[{"text":"Héb"}]},"logprobsResult":{
              "topCandidates":[{"candidates":[{"token":"Hé","logProbability":-0.5},{"token":"a","logProbability":-1.25}]}],
              "chosenCandidates":[{"token":"Hé","logProbability":-0.5},{"token":"b"}]}}]}
            """))!["choices"]![0]!["logprobs"]);

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"candidates":[]}""")]
    [InlineData("""{"candidates":7}""")]
    [InlineData("""{"promptFeedback":{"blockReason":"BLOCK_REASON_UNSPECIFIED"}}""")]
    public void A_body_that_is_no_answer_says_so(string body) => Assert.False(Chat.Answer(Splits.Utf8(body), Context()).IsReadable);

    [Fact]
    public void More_candidates_than_can_be_asked_for_are_no_answer() => Assert.False(
        Chat.Answer(Splits.Utf8($$"""{"candidates":[{{string.Join(',', Enumerable.Repeat("{}", 17))}}]}"""), Context()).IsReadable);

    // providers.md §3, "Errors": a bad key is a 400; errors may come in an array.
    [Theory]
    [InlineData(400, """{"error":{"code":400,"message":"API key not valid.","status":"INVALID_ARGUMENT","details":[]}}""", """{"error":{"message":"API key not valid.","type":"invalid_request_error","param":null,"code":"INVALID_ARGUMENT"}}""")]
    [InlineData(429, """[{"error":{"code":429,"message":"Quota","status":"RESOURCE_EXHAUSTED"}}]""", """{"error":{"message":"Quota","type":"rate_limit_error","param":null,"code":"RESOURCE_EXHAUSTED"}}""")]
    [InlineData(503, """{"error":{"message":""}}""", """{"error":{"message":"The provider answered with status 503.","type":"server_error","param":null,"code":null}}""")]
    [InlineData(500, "[]", """{"error":{"message":"The provider answered with status 500.","type":"server_error","param":null,"code":null}}""")]
    public void An_error_keeps_its_message(int status, string body, string error) => Same(error, JsonNode.Parse(Error(Chat, status, body)));
}
