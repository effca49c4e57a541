using System.Text.Json;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Requests;

namespace MultiplexCluster.Providers.Codecs.Anthropic;

/// <summary>The service's own errors in Anthropic's shape: <c>{"type":"error","error":{"type","message","code"},"request_id"}</c>.</summary>
internal static class AnthropicErrors
{
    /// <summary>Writes one.</summary>
    public static void Write(Utf8JsonWriter json, ServiceError error, RequestId requestId)
    {
        json.WriteStartObject();
        json.WriteString("type", "error");
        json.WriteStartObject("error");
        json.WriteString("type", TypeOf(error.Code.ToStatus()));
        json.WriteString("message", error.Message);
        json.WriteString("code", error.Code.ToWireName());
        json.WriteEndObject();
        json.WriteString("request_id", requestId.Value);
        json.WriteEndObject();
    }

    private static string TypeOf(int status) => status switch
    {
        400 => "invalid_request_error",
        401 => "authentication_error",
        403 => "permission_error",
        404 => "not_found_error",
        413 => "request_too_large",
        429 => "rate_limit_error",
        503 => "overloaded_error",
        504 => "timeout_error",
        _ => "api_error",
    };
}
