using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Providers.Codecs;
using MultiplexCluster.Providers.Codecs.Gemini;
using MultiplexCluster.Providers.Codecs.OpenAi;
using MultiplexCluster.Providers.Codecs.WebSockets;
using Xunit;

namespace MultiplexCluster.Providers.Tests.Codecs.WebSockets;

public class SessionReaderTests
{
    private const string Done = """{"type":"response.done","response":{"usage":{"total_tokens":30,"input_tokens":10,"output_tokens":20,"input_token_details":{"cached_tokens":4}}}}""";

    [Fact]
    public void Each_response_of_OpenAI_Realtime_counts_once_and_they_are_added()
    {
        Assert.Equal(new TokenUsage(20, 8, 40, 60), Splits.SameEverywhere(
            [
                .. Frames.Text("""{"type":"session.created"}"""), .. Frames.Text(Done),
                .. Frames.Text("""{"type":"response.created","response":{"usage":{"total_tokens":7}}}"""),
                .. Frames.Text("""{"type":"error","error":{"code":"invalid_value"}}"""), .. Frames.Text("{oops"), .. Frames.Text(Done),
            ],
            feed => Read("/openai", feed).Usage));
    }

    [Fact]
    public void A_turn_of_Gemini_Live_counts_by_its_last_usage_and_turns_are_added()
    {
        Assert.Equal(new TokenUsage(34, 1, 37, 71), Splits.SameEverywhere(
            [
                .. Live("""{"setupComplete":{}}"""),
                .. Live("""{"serverContent":{"modelTurn":{}},"usageMetadata":{"promptTokenCount":10,"responseTokenCount":5,"totalTokenCount":15}}"""),
                .. Live("""{"serverContent":{"turnComplete":true},"usageMetadata":{"promptTokenCount":10,"responseTokenCount":20,"thoughtsTokenCount":2,"totalTokenCount":32}}"""),
                .. Live("""{"usageMetadata":{"promptTokenCount":1,"totalTokenCount":1}}"""),
                .. Live("""{"serverContent":{"interrupted":true}}"""),
                .. Live("""{"toolCall":{},"usageMetadata":{"promptTokenCount":20,"toolUsePromptTokenCount":3,"cachedContentTokenCount":1,"responseTokenCount":15,"totalTokenCount":38}}"""),
            ],
            feed => Read("/gemini", feed).Usage));
    }

    [Theory]
    [InlineData("platform.openai.com realtime", 1000, "", AnswerEnd.Complete, OutcomeClass.CallerFault)]
    [InlineData("RFC 6455 7.4.1", 1001, "", AnswerEnd.Complete, OutcomeClass.CallerFault)]
    [InlineData("RFC 6455 7.4.1", 1011, "internal error", AnswerEnd.ErrorReported, OutcomeClass.BrokenStream)]
    [InlineData("RFC 6455 7.4.1", 1013, "", AnswerEnd.ErrorReported, OutcomeClass.BrokenStream)]
    [InlineData("ai.google.dev live", 1011, "You exceeded your current quota", AnswerEnd.ErrorReported, OutcomeClass.RateLimited)]
    [InlineData("ai.google.dev live", 1007, "Request contains an invalid argument", AnswerEnd.ErrorReported, OutcomeClass.CallerFault)]
    [InlineData("ai.google.dev live", 1008, "models/x is not found", AnswerEnd.ErrorReported, OutcomeClass.CallerFault)]
    public void The_close_code_says_how_the_session_ended(string source, int code, string reason, AnswerEnd end, OutcomeClass outcome)
    {
        Assert.NotEmpty(source);
        var reader = Read("/openai", feed => feed(Frames.Close(code, reason)));

        Assert.Equal((end, outcome), (reader.End(), reader.Reported.Outcome));
    }

    [Fact]
    public void A_session_without_a_close_frame_broke_off()
    {
        Assert.Equal(AnswerEnd.Incomplete, Read("/openai", feed => feed(Frames.Text(Done))).End());
    }

    [Theory]
    [InlineData("/openai", "/realtime", "realtime")]
    [InlineData("/gemini", "/ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent", "live")]
    [InlineData("/gemini", "/ws/google.ai.generativelanguage.v1alpha.GenerativeService.BidiGenerateContentConstrained", "live.constrained")]
    public void The_handshakes_are_routes(string surface, string path, string name)
    {
        var route = Codec(surface).Match("GET", path);

        Assert.Equal((name, true), (route?.Name, route?.IsWebSocket));
        Assert.Null(Codec(surface).Match("POST", path));
    }

    private static SessionReader Read(string surface, Action<Splits.Feed> feed)
    {
        var reader = new SessionReader(surface == "/openai" ? new RealtimeDialect() : new LiveDialect());
        feed(reader.Read);
        return reader;
    }

    private static IProviderCodec Codec(string surface) => ProviderCodecs.All.First(codec => codec.SurfacePrefix.StartsWith(surface, StringComparison.Ordinal));

    // Gemini sends its JSON in binary frames.
    private static byte[] Live(string json) => Frames.Text(json, opcode: 2);
}
