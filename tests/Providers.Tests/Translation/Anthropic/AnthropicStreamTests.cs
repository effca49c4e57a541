using System.Text.Json.Nodes;
using MultiplexCluster.Contracts.Endpoints;
using Xunit;

namespace MultiplexCluster.Providers.Tests.Translation.Anthropic;

public class AnthropicStreamTests
{
    private const string Start = "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\",\"model\":\"claude-x\",\"usage\":{\"input_tokens\":25,\"cache_creation_input_tokens\":10,\"cache_read_input_tokens\":100,\"output_tokens\":1}}}\n\n";
    private const string Ping = "event: ping\ndata: {\"type\":\"ping\"}\n\n";
    private const string TextStart = "event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}\n\n";
    private const string BlockStop = "event: content_block_stop\ndata: {\"type\":\"content_block_stop\",\"index\":0}\n\n";
    private const string End = "event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":15,\"input_tokens\":null}}\n\n";
    private const string Stop = "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n";
    private const string BrokenOff = "error:server_error/upstream_error/The provider's stream broke off.";
    private const string Unreadable = "error:server_error/upstream_error/The provider's answer could not be read.";

    // providers.md §2, "Stream order": counts replace each other; pings anywhere; unknown events; the end is message_stop.
    [Theory]
    [InlineData("", BrokenOff)]
    [InlineData(Ping + Start + TextStart, "assistant " + BrokenOff)]
    [InlineData(Start + End, "assistant finish:stop " + BrokenOff)]
    [InlineData(Start + End + Stop, "assistant finish:stop DONE")]
    [InlineData(Start + End + Stop + Start, "assistant finish:stop DONE")]
    [InlineData(Start + "event: new_thing\ndata: {\"type\":\"new_thing\"}\n\n" + End + Stop, "assistant finish:stop DONE")]
    [InlineData(Start + "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}\n\n" + Stop, "assistant error:server_error/overloaded_error/Overloaded")]
    [InlineData(Start + "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"rate_limit_error\",\"message\":\"Slow\"}}\n\n", "assistant error:rate_limit_error/rate_limit_error/Slow")]
    [InlineData(Start + "data: {\"type\":\n\n" + Stop, "assistant " + Unreadable)]
    [InlineData(Start + "data: 7\n\n" + Stop, "assistant " + Unreadable)]
    [InlineData(Start + "data: [DONE]\n\n", "assistant " + Unreadable)]
    public void A_stream_ends_once_and_well_only_after_its_marker(string stream, string transcript) =>
        Assert.Equal(transcript, Transcript.Of(ProviderKind.Anthropic, stream));

    [Fact]
    public void Text_and_thinking_come_in_pieces() => Assert.Equal(
        "assistant (Hm) \"Hé\" \" 😀\" finish:stop usage:135/100/15/150 DONE",
        Transcript.Of(
            ProviderKind.Anthropic,
            Start
            + Delta("{\"type\":\"thinking_delta\",\"thinking\":\"Hm\"}") + Delta("{\"type\":\"signature_delta\",\"signature\":\"s\"}") + BlockStop
            + TextStart + Ping + Delta("{\"type\":\"text_delta\",\"text\":\"H\\u00e9\"}") + Delta("{\"type\":\"text_delta\",\"text\":\" 😀\"}")
            + Delta("{\"type\":\"text_delta\",\"text\":\"\"}") + BlockStop + End + Stop,
            usage: true));

    [Fact]
    public void Calls_are_numbered_and_their_arguments_come_in_pieces() => Assert.Equal(
        "assistant call0=t1/function/f: call0:{\"a\" call0::1} call1=t2/function/g: call1:{} call2=t3/function/h:{\"b\":2} finish:tool_calls DONE",
        Transcript.Of(
            ProviderKind.Anthropic,
            Start
            + Tool("{\"type\":\"tool_use\",\"id\":\"t1\",\"name\":\"f\",\"input\":{}}") + Delta("{\"type\":\"input_json_delta\",\"partial_json\":\"\"}")
            + Delta("{\"type\":\"input_json_delta\",\"partial_json\":\"{\\\"a\\\"\"}") + Delta("{\"type\":\"input_json_delta\",\"partial_json\":\":1}\"}") + BlockStop
            + Tool("{\"type\":\"tool_use\",\"id\":\"t2\",\"name\":\"g\",\"input\":{}}") + BlockStop
            + Tool("{\"type\":\"tool_use\",\"id\":\"t3\",\"name\":\"h\",\"input\":{\"b\":2}}") + BlockStop
            + End.Replace("end_turn", "tool_use", StringComparison.Ordinal) + Stop));

    [Fact]
    public void What_a_server_tool_writes_is_not_the_callers() => Assert.Equal(
        "assistant finish:stop DONE",
        Transcript.Of(
            ProviderKind.Anthropic,
            Start + Tool("{\"type\":\"server_tool_use\",\"id\":\"s\",\"name\":\"web_search\",\"input\":{}}") + Delta("{\"type\":\"input_json_delta\",\"partial_json\":\"{}\"}") + BlockStop + End + Stop));

    // providers.md §1, "Usage": all other chunks carry "usage": null where usage was asked for.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Every_chunk_has_the_names_and_usage_only_where_asked(bool usage)
    {
        var chunks = Transcript.Events(Transcript.Raw(ProviderKind.Anthropic, Start + End + Stop, usage)).SkipLast(1).Select(text => JsonNode.Parse(text)!.AsObject()).ToList();

        Assert.Equal(usage ? 3 : 2, chunks.Count);
        Assert.All(chunks, chunk => Assert.Equal(("msg_1", "claude-x", 1_700_000_000), ((string?)chunk["id"], (string?)chunk["model"], (int)chunk["created"]!)));
        Assert.All(chunks.Take(2), chunk => Assert.Equal(usage, chunk.ContainsKey("usage") && chunk["usage"] is null));
    }

    private static string Delta(string delta) => $"event: content_block_delta\ndata: {{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{delta}}}\n\n";

    private static string Tool(string block) => $"event: content_block_start\ndata: {{\"type\":\"content_block_start\",\"index\":1,\"content_block\":{block}}}\n\n";
}
