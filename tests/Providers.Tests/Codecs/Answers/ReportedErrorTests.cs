using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Providers.Codecs;
using Xunit;

namespace MultiplexCluster.Providers.Tests.Codecs.Answers;

/// <summary>An error inside a stream means what it means as an answer: a caller's bad input must not open the circuit.</summary>
public class ReportedErrorTests
{
    private const string TooLarge = "Request too large for gpt-4.1 in organization o on tokens per min (TPM): Limit 30000, Requested 35364.";

    [Theory]
    [InlineData("event: response.failed\ndata: {\"type\":\"response.failed\",\"response\":{\"error\":{\"code\":\"invalid_prompt\",\"message\":\"x\"}}}\n\n", OutcomeClass.CallerFault, null)]
    [InlineData("event: response.failed\ndata: {\"type\":\"response.failed\",\"response\":{\"error\":{\"code\":\"server_error\",\"message\":\"x\"}}}\n\n", OutcomeClass.BrokenStream, null)]
    [InlineData("event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"tokens\",\"code\":\"rate_limit_exceeded\",\"message\":\"Please try again in 1.2s.\",\"param\":null}}\n\n", OutcomeClass.RateLimited, 1.2)]
    [InlineData("event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"tokens\",\"code\":\"rate_limit_exceeded\",\"message\":\"" + TooLarge + "\"}}\n\n", OutcomeClass.CallerFault, null)]
    [InlineData("event: error\ndata: {\"type\":\"error\",\"code\":\"invalid_image_format\",\"message\":\"x\",\"param\":null}\n\n", OutcomeClass.CallerFault, null)]
    [InlineData("data: {\"error\":{\"message\":\"x\",\"type\":\"insufficient_quota\",\"code\":\"insufficient_quota\"}}\n\n", OutcomeClass.OutOfQuota, null)]
    [InlineData("event: error\ndata: not json\n\n", OutcomeClass.BrokenStream, null)]
    [InlineData("event: error\ndata: {\"type\":\"error\",\"code\":\"invalid_prompt\"}\n\ndata: {\"type\":\"response.failed\",\"response\":{\"error\":{\"code\":\"server_error\"}}}\n\n", OutcomeClass.CallerFault, null)]
    public void A_response_fails_by_its_code(string stream, OutcomeClass outcome, double? seconds) =>
        Reports(ProviderKind.OpenAi, "/responses", AnswerReading.Events, stream, outcome, seconds);

    [Theory]
    [InlineData("data: {\"error\":{\"message\":\"boom\"}}\n\n", OutcomeClass.BrokenStream)]
    [InlineData("data: {\"error\":{\"message\":\"x\",\"type\":\"invalid_request_error\",\"code\":null}}\n\n", OutcomeClass.CallerFault)]
    [InlineData("data: {\"error\":{\"message\":\"x\",\"type\":\"server_error\",\"code\":null}}\n\n", OutcomeClass.BrokenStream)]
    [InlineData("data: {\"x_groq\":{\"error\":\"over capacity\"}}\n\n", OutcomeClass.BrokenStream)]
    public void A_chat_fails_by_its_code_or_type(string stream, OutcomeClass outcome) =>
        Reports(ProviderKind.Groq, "/chat/completions", AnswerReading.Events, stream, outcome);

    [Theory]
    [InlineData("rate_limit_exceeded", OutcomeClass.RateLimited)]
    [InlineData("invalid_prompt", OutcomeClass.CallerFault)]
    [InlineData("server_error", OutcomeClass.BrokenStream)]
    public void A_run_fails_by_its_last_error(string code, OutcomeClass outcome) => Reports(
        ProviderKind.OpenAi,
        "/threads/t/runs",
        AnswerReading.Events,
        "event: thread.run.failed\ndata: {\"id\":\"r\",\"last_error\":{\"code\":\"" + code + "\",\"message\":\"x\"},\"usage\":null}\n\nevent: done\ndata: [DONE]\n\n",
        outcome);

    [Theory]
    [InlineData("overloaded_error", OutcomeClass.ProviderOverloaded)]
    [InlineData("rate_limit_error", OutcomeClass.RateLimited)]
    [InlineData("billing_error", OutcomeClass.OutOfQuota)]
    [InlineData("invalid_request_error", OutcomeClass.CallerFault)]
    [InlineData("authentication_error", OutcomeClass.CallerFault)]
    [InlineData("api_error", OutcomeClass.BrokenStream)]
    [InlineData("timeout_error", OutcomeClass.BrokenStream)]
    public void A_message_fails_by_its_type(string type, OutcomeClass outcome) => Reports(
        ProviderKind.Anthropic,
        "/v1/messages",
        AnswerReading.Events,
        "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"" + type + "\",\"message\":\"x\"}}\n\n",
        outcome);

    [Theory]
    [InlineData("""{"error":{"code":400,"message":"x","status":"INVALID_ARGUMENT"}}""", OutcomeClass.CallerFault, null)]
    [InlineData("""{"error":{"code":503,"message":"x","status":"UNAVAILABLE"}}""", OutcomeClass.ProviderOverloaded, null)]
    [InlineData("""{"error":{"code":500,"message":"x","status":"INTERNAL"}}""", OutcomeClass.BrokenStream, null)]
    [InlineData("""{"error":{"code":429,"status":"RESOURCE_EXHAUSTED","details":[{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"34.5s"}]}}""", OutcomeClass.RateLimited, 34.5)]
    [InlineData("""{"error":{"code":429,"details":[{"violations":[{"quotaId":"GenerateRequestsPerDayPerProjectPerModel-FreeTier"}]}]}}""", OutcomeClass.OutOfQuota, null)]
    public void A_chunk_of_Gemini_names_its_status(string chunk, OutcomeClass outcome, double? seconds)
    {
        const string Stream = "/v1beta/models/m:streamGenerateContent";
        Reports(ProviderKind.Gemini, Stream, AnswerReading.Events, $"data: {chunk}\r\n\r\n", outcome, seconds);
        Reports(ProviderKind.Gemini, Stream, AnswerReading.Json, $"[{chunk}]", outcome, seconds);
    }

    private static void Reports(
        ProviderKind provider, string path, string mediaType, string stream, OutcomeClass outcome, double? seconds = null)
    {
        var codec = ProviderCodecs.For(provider);
        var reported = Splits.SameEverywhere(Splits.Utf8(stream), feed =>
        {
            var reader = codec.ReadAnswer(codec.Match("POST", path)!, mediaType);
            feed(reader.Read);
            Assert.Equal(AnswerEnd.ErrorReported, reader.End());
            return reader.Reported;
        });

        Assert.Equal((outcome, seconds), (reported.Outcome, reported.RetryAfter?.TotalSeconds));
    }
}
