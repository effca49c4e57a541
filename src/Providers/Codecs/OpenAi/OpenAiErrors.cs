using System.Text.Json;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Providers.Codecs.Errors;

namespace MultiplexCluster.Providers.Codecs.OpenAi;

/// <summary>The service's own errors in the shape of OpenAI and Groq: <c>{"error":{"message","type","param":null,"code"}}</c>.</summary>
public static class OpenAiErrors
{
    /// <summary>As a body.</summary>
    public static ReadOnlyMemory<byte> Body(ServiceError error)
    {
        ArgumentNullException.ThrowIfNull(error);
        return ErrorFrame.Body(json =>
        {
            json.WriteStartObject();
            WriteMember(json, error);
            json.WriteEndObject();
        });
    }

    /// <summary>
    /// As an event that readers of chat streams (<c>error</c> member) and of Responses streams (<c>event: error</c>
    /// with <c>type</c>, <c>code</c>, <c>message</c>, <c>param</c>) both take for an error.
    /// </summary>
    public static ReadOnlyMemory<byte> Event(string? mediaType, ServiceError error)
    {
        ArgumentNullException.ThrowIfNull(error);
        return ErrorFrame.Event(mediaType, "error", json =>
        {
            json.WriteStartObject();
            json.WriteString("type", "error");
            WriteMember(json, error);
            json.WriteString("code", error.Code.ToWireName());
            json.WriteString("message", error.Message);
            json.WriteNull("param");
            json.WriteEndObject();
        });
    }

    private static void WriteMember(Utf8JsonWriter json, ServiceError error)
    {
        json.WriteStartObject("error");
        json.WriteString("message", error.Message);
        json.WriteString("type", TypeOf(error.Code.ToStatus()));
        json.WriteNull("param");
        json.WriteString("code", error.Code.ToWireName());
        json.WriteEndObject();
    }

    private static string TypeOf(int status) => status switch
    {
        401 => "authentication_error",
        403 => "permission_error",
        429 => "rate_limit_error",
        >= 500 => "server_error",
        _ => "invalid_request_error",
    };
}
