using System.Text.Json;
using MultiplexCluster.Contracts.Requests;

namespace MultiplexCluster.Providers.Codecs.Gemini;

/// <summary>The service's own errors in Google's shape: numeric <c>code</c>, canonical <c>status</c>, and the service's code as the reason of an <c>ErrorInfo</c>.</summary>
internal static class GeminiErrors
{
    /// <summary>Writes one.</summary>
    public static void Write(Utf8JsonWriter json, ServiceError error)
    {
        var status = error.Code.ToStatus();
        json.WriteStartObject();
        json.WriteStartObject("error");
        json.WriteNumber("code", status);
        json.WriteString("message", error.Message);
        json.WriteString("status", CanonicalName(status));
        json.WriteStartArray("details");
        json.WriteStartObject();
        json.WriteString("@type", "type.googleapis.com/google.rpc.ErrorInfo");
        json.WriteString("reason", error.Code.ToWireName());
        json.WriteString("domain", "multiplexcluster");
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static string CanonicalName(int status) => status switch
    {
        401 => "UNAUTHENTICATED",
        403 => "PERMISSION_DENIED",
        404 => "NOT_FOUND",
        429 => "RESOURCE_EXHAUSTED",
        504 => "DEADLINE_EXCEEDED",
        >= 500 => "UNAVAILABLE",
        _ => "INVALID_ARGUMENT",
    };
}
