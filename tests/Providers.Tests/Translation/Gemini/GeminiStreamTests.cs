using MultiplexCluster.Contracts.Endpoints;
using Xunit;

namespace MultiplexCluster.Providers.Tests.Translation.Gemini;

public class GeminiStreamTests
{
    private const string First = """data: {"candidates":[{"content":{"parts":[{"text":"Hm","thought":true},{"text":"H\u00e9"}]}}],"usageMetadata":{"promptTokenCount":7,"totalTokenCount":7},"responseId":"r-1","modelVersion":"gemini-x"}""" + "\r\n\r\n";
    private const string Last = """data: {"candidates":[{"content":{"parts":[{"text":"!"}]},"finishReason":"STOP","index":0}],"usageMetadata":{"promptTokenCount":7,"candidatesTokenCount":51,"thoughtsTokenCount":45,"totalTokenCount":103}}""" + "\r\n\r\n";
    private const string Calls = """data: {"candidates":[{"content":{"parts":[{"functionCall":{"name":"f","args":{"a":1}}},{"functionCall":{"id":"x","name":"g"}}]},"finishReason":"STOP"}]}""" + "\n\n";
    private const string BrokenOff = "error:server_error/upstream_error/The provider's stream broke off.";
    private const string Unreadable = "error:server_error/upstream_error/The provider's answer could not be read.";

    // providers.md §3: no [DONE]; the end is that of the connection after a finishReason; the last usage counts; errors are chunks.
    [Theory]
    [InlineData("", BrokenOff)]
    [InlineData(First, "assistant (Hm) \"Hé\" " + BrokenOff)]
    [InlineData(First + Last, "assistant (Hm) \"Hé\" \"!\" finish:stop usage:7/0/96/103 DONE")]
    [InlineData("data: {\"candidates\":[{\"finishReason\":\"FINISH_REASON_UNSPECIFIED\"}]}\n\n", "assistant " + BrokenOff)]
    [InlineData(First + "data: {\"error\":{\"code\":503,\"message\":\"Overloaded\",\"status\":\"UNAVAILABLE\"}}\n\n" + Last, "assistant (Hm) \"Hé\" error:server_error/UNAVAILABLE/Overloaded")]
    [InlineData(Last + "data: {\"error\":{\"code\":429,\"message\":\"Quota\",\"status\":\"RESOURCE_EXHAUSTED\"}}\n\n", "assistant \"!\" finish:stop error:rate_limit_error/RESOURCE_EXHAUSTED/Quota")]
    [InlineData("data: {\"promptFeedback\":{\"blockReason\":\"SAFETY\"},\"usageMetadata\":{\"promptTokenCount\":7}}\n\n", "assistant finish:content_filter usage:7/0/0/7 DONE")]
    [InlineData("data: {\"candidates\":[{\"index\":99}]}\n\n", Unreadable)]
    [InlineData(First + "data: <html>\n\n", "assistant (Hm) \"Hé\" " + Unreadable)]
    [InlineData(First + "data: [DONE]\n\n", "assistant (Hm) \"Hé\" " + Unreadable)]
    public void A_stream_is_complete_when_it_ends_after_a_reason(string stream, string transcript) =>
        Assert.Equal(transcript, Transcript.Of(ProviderKind.Gemini, stream, usage: true));

    [Fact]
    public void Calls_come_whole_and_are_the_reason_to_finish() => Assert.Equal(
        "assistant (Hm) \"Hé\" call0=call_r-1_0/function/f:{\"a\":1} call1=x/function/g:{} finish:tool_calls DONE",
        Transcript.Of(ProviderKind.Gemini, First + Calls));

    [Fact]
    public void Each_candidate_is_a_choice_and_all_must_finish()
    {
        const string Both = """data: {"candidates":[{"content":{"parts":[{"text":"a"}]},"finishReason":"STOP"},{"content":{"parts":[{"text":"b"}]},"index":1}]}""" + "\n\n";
        const string Second = """data: {"candidates":[{"finishReason":"MAX_TOKENS","index":1}]}""" + "\n\n";

        Assert.Equal("assistant \"a\" finish:stop 1.assistant 1.\"b\" 1.finish:length DONE", Transcript.Of(ProviderKind.Gemini, Both + Second));
        Assert.Equal("assistant \"a\" finish:stop 1.assistant 1.\"b\" " + BrokenOff, Transcript.Of(ProviderKind.Gemini, Both));
    }

    [Fact]
    public void Log_probabilities_come_in_a_chunk_of_their_own() => Assert.Equal(
        "assistant \"a\" logprobs:2 finish:stop DONE",
        Transcript.Of(ProviderKind.Gemini, """data: {"candidates":[{"content":{"parts":[{"text":"a"}]},"logprobsResult":{"chosenCandidates":[{"token":"a"},{"token":"b"}]},"finishReason":"STOP"}]}""" + "\n\n"));

    [Fact]
    public void Data_over_several_lines_stays_on_one() => Assert.Equal(
        "assistant call0=call_id-1_0/function/f:{\n \"a\":\n1} finish:tool_calls DONE",
        Transcript.Of(ProviderKind.Gemini, "data: {\"candidates\":[{\"content\":{\"parts\":[{\"functionCall\":{\"name\":\"f\",\"args\":{\ndata:  \"a\":\ndata: 1}}}]},\"finishReason\":\"STOP\"}]}\n\n"));
}
