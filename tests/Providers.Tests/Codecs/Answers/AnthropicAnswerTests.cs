using MultiplexCluster.Contracts.Endpoints;
using Xunit;

namespace MultiplexCluster.Providers.Tests.Codecs.Answers;

public class AnthropicAnswerTests
{
    private const string Start = "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"usage\":{\"input_tokens\":25,\"cache_creation_input_tokens\":10,\"cache_read_input_tokens\":100,\"output_tokens\":1}}}\n\n";
    private const string Ping = "event: ping\ndata: {\"type\":\"ping\"}\n\n";
    private const string Block = "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"delta\":{\"text\":\"usage\"}}\n\n";
    private const string Delta = "event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":15,\"input_tokens\":null}}\n\n";
    private const string Stop = "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n";
    private const string Error = "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}\n\n";

    [Theory]
    [InlineData(Ping + Start + Block + Delta + Stop, "Complete 135/100/15/150")]
    [InlineData(Start + Block + Delta + Delta + Stop, "Complete 135/100/15/150")]
    [InlineData(Start + Block + Delta, "Incomplete 135/100/15/150")]
    [InlineData(Start, "Incomplete 135/100/1/136")]
    [InlineData(Start + Error, "ErrorReported 135/100/1/136")]
    [InlineData(Start + "event: content_block_start\ndata: {\"usage\":{\"output_tokens\":99}}\n\n" + Delta + Stop, "Complete 135/100/15/150")]
    [InlineData(Start + "event: new_thing\ndata: {\"type\":\"new_thing\"}\n\n" + Stop, "Complete 135/100/1/136")]
    [InlineData(Start + "data: {\"type\":\"message_delta\",\"usage\":{\"input_tokens\":30,\"cache_read_input_tokens\":0,\"output_tokens\":2}}\n\n" + Stop, "Complete 40/0/2/42")]
    public void A_message_stream_overwrites_its_counts_and_ends_by_message_stop(string stream, string read)
    {
        Assert.Equal(read, AnswerReading.Of(ProviderKind.Anthropic, "POST", "/v1/messages", AnswerReading.Events, stream));
    }

    [Theory]
    [InlineData("/v1/messages", """{"type":"message","stop_reason":"end_turn","usage":{"input_tokens":5,"cache_creation_input_tokens":null,"cache_read_input_tokens":2,"output_tokens":3}}""", "Complete 7/2/3/10")]
    [InlineData("/v1/messages/count_tokens", """{"input_tokens":2095}""", "Complete 0/0/0/0")]
    [InlineData("/v1/complete", """{"type":"completion","completion":"x","stop_reason":"stop_sequence"}""", "Complete 0/0/0/0")]
    [InlineData("/v1/messages", """{"usage":{"input_tokens":5},"content":[{""", "Incomplete 5/0/0/5")]
    public void A_body_tells_usage(string path, string body, string read)
    {
        Assert.Equal(read, AnswerReading.Of(ProviderKind.Anthropic, "POST", path, AnswerReading.Json, body));
    }

    [Theory]
    [InlineData("event: completion\ndata: {\"type\":\"completion\",\"completion\":\"a\",\"stop_reason\":null}\n\n", "Incomplete 0/0/0/0")]
    [InlineData("event: completion\ndata: {\"completion\":\"\",\"stop_reason\":\"stop_sequence\",\"type\":\"completion\"}\n\n", "Complete 0/0/0/0")]
    public void A_legacy_stream_ends_by_its_stop_reason(string stream, string read)
    {
        Assert.Equal(read, AnswerReading.Of(ProviderKind.Anthropic, "POST", "/v1/complete", AnswerReading.Events, stream));
    }

    [Fact]
    public void An_error_that_a_session_tells_of_is_not_the_keys()
    {
        const string Told = "event: session.error\ndata: {\"type\":\"session.error\",\"error\":{\"type\":\"unknown_error\"}}\n\n";

        Assert.Equal("Complete 0/0/0/0", AnswerReading.Of(ProviderKind.Anthropic, "GET", "/v1/sessions/s/events/stream", AnswerReading.Events, Told));
    }
}
