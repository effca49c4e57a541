using MultiplexCluster.Contracts.Endpoints;
using Xunit;

namespace MultiplexCluster.Providers.Tests.Codecs.Answers;

public class GeminiAnswerTests
{
    private const string FirstChunk = """{"candidates":[{"content":{"parts":[{"text":"a"}]}}],"usageMetadata":{"promptTokenCount":7,"totalTokenCount":7}}""";
    private const string LastChunk = """{"candidates":[{"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":7,"candidatesTokenCount":51,"thoughtsTokenCount":45,"totalTokenCount":103}}""";
    private const string Blocked = """{"promptFeedback":{"blockReason":"SAFETY"},"usageMetadata":{"promptTokenCount":7,"totalTokenCount":7}}""";
    private const string Failed = """{"error":{"code":503,"message":"x","status":"UNAVAILABLE"}}""";
    private const string Stream = "/v1beta/models/gemini-2.5-flash:streamGenerateContent";

    [Theory]
    [InlineData("data: " + FirstChunk + "\r\n\r\ndata: " + LastChunk + "\r\n\r\n", "Complete 7/0/96/103")]
    [InlineData("data: " + FirstChunk + "\r\n\r\n", "Incomplete 7/0/0/7")]
    [InlineData("data: " + Blocked + "\n\n", "Complete 7/0/0/7")]
    [InlineData("data: " + FirstChunk + "\n\ndata: " + Failed + "\n\n", "ErrorReported 7/0/0/7")]
    [InlineData("data: " + LastChunk + "\n", "Incomplete 7/0/96/103")]
    public void An_event_stream_is_complete_once_a_chunk_said_why_it_finished(string stream, string read)
    {
        Assert.Equal(read, AnswerReading.Of(ProviderKind.Gemini, "POST", Stream, AnswerReading.Events, stream));
    }

    [Theory]
    [InlineData("[" + FirstChunk + "\n,\r\n" + LastChunk + "\n]\n", "Complete 7/0/96/103")]
    [InlineData("[" + FirstChunk + "\n," + LastChunk, "Incomplete 7/0/96/103")]
    [InlineData("[" + FirstChunk + "\n]", "Incomplete 7/0/0/7")]
    [InlineData("[" + FirstChunk + "," + Failed + "]", "ErrorReported 7/0/0/7")]
    [InlineData(LastChunk, "Complete 7/0/96/103")]
    [InlineData("<html>", "Complete 0/0/0/0")]
    public void A_streamed_array_must_be_closed_too(string body, string read)
    {
        Assert.Equal(read, AnswerReading.Of(ProviderKind.Gemini, "POST", Stream, AnswerReading.Json, body));
    }

    [Theory]
    [InlineData(":generateContent", LastChunk, "Complete 7/0/96/103")]
    [InlineData(":generateContent", """{"usageMetadata":{"promptTokenCount":10,"toolUsePromptTokenCount":5,"cachedContentTokenCount":4,"candidatesTokenCount":2}}""", "Complete 15/4/2/17")]
    [InlineData(":generateContent", FirstChunk, "Complete 7/0/0/7")]
    [InlineData(":countTokens", """{"totalTokens":31}""", "Complete 0/0/0/0")]
    [InlineData(":embedContent", """{"embedding":{"values":[0.1]}}""", "Complete 0/0/0/0")]
    public void A_body_tells_usage(string verb, string body, string read)
    {
        Assert.Equal(read, AnswerReading.Of(ProviderKind.Gemini, "POST", "/v1/models/m" + verb, AnswerReading.Json, body));
    }

    [Theory]
    [InlineData("data: {\"event_type\":\"interaction.created\"}\n\n", "Incomplete 0/0/0/0")]
    [InlineData("event: error\ndata: {\"event_type\":\"error\",\"error\":{\"code\":\"x\",\"message\":\"y\"}}\n\n", "ErrorReported 0/0/0/0")]
    [InlineData("event: step.delta\ndata: {\"event_type\":\"interaction.completed\"}\n\n", "Incomplete 0/0/0/0")]
    [InlineData("data: {\"event_type\":\"interaction.completed\",\"interaction\":{\"usage\":{\"total_input_tokens\":9", "Incomplete 0/0/0/0")]
    public void A_stream_of_an_interaction_ends_by_its_last_event(string stream, string read)
    {
        Assert.Equal(read, AnswerReading.Of(ProviderKind.Gemini, "POST", "/v1beta/interactions", AnswerReading.Events, stream));
    }
}
