using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Providers.Codecs;
using Xunit;

namespace MultiplexCluster.Providers.Tests.Codecs.Answers;

/// <summary>What is read of a background response's answers: whether it is over, and tokens that are told but booked by nobody yet.</summary>
public class BackgroundAnswerTests
{
    private const string Usage = """{"input_tokens":36,"output_tokens":87,"total_tokens":123}""";

    [Theory]
    [InlineData("""{"id":"r","status":"queued","usage":null}""", "False 0")]
    [InlineData("""{"id":"r","status":"in_progress","usage":null}""", "False 0")]
    [InlineData("""{"id":"r","status":"failed","usage":null}""", "True 0")]
    [InlineData($$"""{"id":"r","status":"completed","output":[{"status":"in_progress"}],"usage":{{Usage}}}""", "True 123")]
    [InlineData($$"""{"id":"r","usage":{{Usage}},"status":"incomplete"}""", "True 123")]
    [InlineData($$"""{"id":"r","usage":{{Usage}},"status":"cancelled"}""", "True 123")]
    [InlineData($$"""{"id":"r","usage":{{Usage}},"status":"new"}""", "False 123")]
    [InlineData($$"""{"id":"r","usage":{{Usage}},"status":5}""", "False 123")]
    [InlineData($$"""{"id":"r","status":"completed","usage":{{Usage}}""", "False 123")]
    public void A_document_says_by_its_status_whether_it_is_over(string body, string read)
    {
        Assert.Equal(read, Of("GET", "/responses/r", AnswerReading.Json, body));
        Assert.Equal(read, Of("POST", "/responses", AnswerReading.Json, body));
        Assert.Equal(read, Of("POST", "/responses/r/cancel", AnswerReading.Json, body));
    }

    [Theory]
    [InlineData("response.in_progress", "null", "False 0")]
    [InlineData("response.completed", Usage, "True 123")]
    [InlineData("response.incomplete", Usage, "True 123")]
    [InlineData("response.failed", Usage, "False 123")]
    [InlineData("error", "null", "False 0")]
    public void A_stream_says_by_its_last_event_whether_it_is_over(string type, string usage, string read)
    {
        var stream = "event: response.created\ndata: {\"type\":\"response.created\",\"response\":{\"id\":\"r\",\"status\":\"queued\",\"usage\":null}}\n\n"
            + $"event: {type}\ndata: {{\"type\":\"{type}\",\"response\":{{\"id\":\"r\",\"status\":\"completed\",\"usage\":{usage}}}}}\n\n";

        Assert.Equal(read, Of("GET", "/responses/r", AnswerReading.Events, stream));
        Assert.Equal(read, Of("POST", "/responses", AnswerReading.Events, stream));
    }

    // The tokens stand at its end: a stream cut there has told none, and a later read will.
    [Fact]
    public void A_last_event_that_is_cut_says_nothing() => Assert.Equal(
        "False 0", Of("POST", "/responses", AnswerReading.Events, "data: {\"type\":\"response.completed\",\"response\":{\"status\":\"completed\",\"usage\":{\"input_tokens\":36"));

    [Theory]
    [InlineData(ProviderKind.OpenAi, "POST", "/responses", true)]
    [InlineData(ProviderKind.OpenAi, "GET", "/responses/r", true)]
    [InlineData(ProviderKind.OpenAi, "POST", "/responses/r/cancel", true)]
    [InlineData(ProviderKind.OpenAi, "DELETE", "/responses/r", false)]
    [InlineData(ProviderKind.OpenAi, "POST", "/responses/compact", false)]
    [InlineData(ProviderKind.OpenAi, "POST", "/images/generations", false)]
    [InlineData(ProviderKind.Groq, "POST", "/responses", false)]
    public void The_routes_that_know_background_responses(ProviderKind provider, string method, string path, bool knows) =>
        Assert.Equal(knows, ProviderCodecs.For(provider).Match(method, path)!.KnowsBackground);

    private static string Of(string method, string path, string mediaType, string body)
    {
        var codec = ProviderCodecs.For(ProviderKind.OpenAi);
        var route = codec.Match(method, path)!;
        return Splits.SameEverywhere(Splits.Utf8(body), feed =>
        {
            var reader = codec.ReadAnswer(route, mediaType);
            feed(reader.Read);
            reader.End();
            return $"{reader.IsFinished} {reader.Told.Total}";
        });
    }
}
