using System.Text;
using System.Text.Json;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Providers.Codecs;
using Xunit;

namespace MultiplexCluster.Providers.Tests.Codecs.Errors;

public class WrittenErrorTests
{
    private static readonly RequestId Id = RequestId.Parse("req_1");

    [Theory]
    [InlineData(ProviderKind.OpenAi, ServiceErrorCode.QueueFull, """{"error":{"message":"m","type":"rate_limit_error","param":null,"code":"queue_full"}}""")]
    [InlineData(ProviderKind.Groq, ServiceErrorCode.InvalidRequest, """{"error":{"message":"m","type":"invalid_request_error","param":null,"code":"invalid_request"}}""")]
    [InlineData(ProviderKind.OpenAi, ServiceErrorCode.UpstreamError, """{"error":{"message":"m","type":"server_error","param":null,"code":"upstream_error"}}""")]
    [InlineData(ProviderKind.Anthropic, ServiceErrorCode.InvalidClientKey, """{"type":"error","error":{"type":"authentication_error","message":"m","code":"invalid_client_key"},"request_id":"req_1"}""")]
    [InlineData(ProviderKind.Anthropic, ServiceErrorCode.UnknownRoute, """{"type":"error","error":{"type":"not_found_error","message":"m","code":"unknown_route"},"request_id":"req_1"}""")]
    [InlineData(ProviderKind.Gemini, ServiceErrorCode.UpstreamTimeout, """{"error":{"code":504,"message":"m","status":"DEADLINE_EXCEEDED","details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"upstream_timeout","domain":"multiplexcluster"}]}}""")]
    public void An_error_has_the_dialects_own_shape(ProviderKind provider, ServiceErrorCode code, string body)
    {
        Assert.Equal(body, Encoding.UTF8.GetString(ProviderCodecs.For(provider).WriteError(new(code, "m"), Id).Span));
    }

    // Defect: the service's own fault was UNAVAILABLE, which tells a caller to come back.
    [Theory]
    [InlineData(ServiceErrorCode.InvalidRequest, 400, "INVALID_ARGUMENT")]
    [InlineData(ServiceErrorCode.InvalidClientKey, 401, "UNAUTHENTICATED")]
    [InlineData(ServiceErrorCode.RouteNotAllowed, 403, "PERMISSION_DENIED")]
    [InlineData(ServiceErrorCode.UnknownRoute, 404, "NOT_FOUND")]
    [InlineData(ServiceErrorCode.RequestTooLarge, 413, "INVALID_ARGUMENT")]
    [InlineData(ServiceErrorCode.QueueFull, 429, "RESOURCE_EXHAUSTED")]
    [InlineData(ServiceErrorCode.InternalError, 500, "INTERNAL")]
    [InlineData(ServiceErrorCode.UpstreamError, 502, "UNAVAILABLE")]
    [InlineData(ServiceErrorCode.QueueTimeout, 503, "UNAVAILABLE")]
    [InlineData(ServiceErrorCode.UpstreamTimeout, 504, "DEADLINE_EXCEEDED")]
    public void A_gemini_error_carries_the_google_name_of_its_status(ServiceErrorCode code, int status, string name)
    {
        using var json = JsonDocument.Parse(ProviderCodecs.For(ProviderKind.Gemini).WriteError(new(code, "m"), Id));

        var error = json.RootElement.GetProperty("error");
        Assert.Equal((status, name), (error.GetProperty("code").GetInt32(), error.GetProperty("status").GetString()));
    }

    [Fact]
    public void Every_code_can_be_written_in_every_dialect()
    {
        foreach (var codec in ProviderCodecs.All)
        {
            foreach (var code in Enum.GetValues<ServiceErrorCode>())
            {
                var body = codec.WriteError(new(code, "\"quoted\" \n \ud800"), Id);
                using var json = JsonDocument.Parse(body);
                Assert.Contains(code.ToWireName(), json.RootElement.GetRawText(), StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData(ProviderKind.OpenAi, "event: error\ndata: {\"type\":\"error\",\"error\":{\"message\":\"m\",\"type\":\"server_error\",\"param\":null,\"code\":\"upstream_error\"},\"code\":\"upstream_error\",\"message\":\"m\",\"param\":null}\n\n")]
    [InlineData(ProviderKind.Anthropic, "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"api_error\",\"message\":\"m\",\"code\":\"upstream_error\"},\"request_id\":\"req_1\"}\n\n")]
    [InlineData(ProviderKind.Gemini, "data: {\"error\":{\"code\":502,\"message\":\"m\",\"status\":\"UNAVAILABLE\",\"details\":[{\"@type\":\"type.googleapis.com/google.rpc.ErrorInfo\",\"reason\":\"upstream_error\",\"domain\":\"multiplexcluster\"}]}}\n\n")]
    public void A_stream_breaks_off_with_an_event(ProviderKind provider, string frame)
    {
        var codec = ProviderCodecs.For(provider);
        var error = new ServiceError(ServiceErrorCode.UpstreamError, "m");

        Assert.Equal(frame, Encoding.UTF8.GetString(codec.WriteStreamError("text/event-stream", error, Id).Span));
        Assert.True(codec.WriteStreamError("application/json", error, Id).IsEmpty);
        Assert.True(codec.WriteStreamError(null, error, Id).IsEmpty);
    }

    [Theory]
    [InlineData(ProviderKind.OpenAi, "/chat/completions")]
    [InlineData(ProviderKind.OpenAi, "/responses")]
    [InlineData(ProviderKind.Groq, "/chat/completions")]
    [InlineData(ProviderKind.Anthropic, "/v1/messages")]
    [InlineData(ProviderKind.Gemini, "/v1/models/m:streamGenerateContent")]
    public void The_event_reads_as_an_error_in_its_dialect(ProviderKind provider, string path)
    {
        var codec = ProviderCodecs.For(provider);
        var reader = codec.ReadAnswer(codec.Match("POST", path)!, "text/event-stream");
        reader.Read(codec.WriteStreamError("text/event-stream", new(ServiceErrorCode.UpstreamError, "m"), Id).Span);

        Assert.Equal(AnswerEnd.ErrorReported, reader.End());
    }
}
