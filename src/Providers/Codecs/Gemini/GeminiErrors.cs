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

    /// <summary>The name of google.rpc.Code for a status; 413 and 502 have none of their own there.</summary>
    private static string CanonicalName(int status) => status switch
    {
        400 or 413 => "INVALID_ARGUMENT",
        401 => "UNAUTHENTICATED",
        403 => "PERMISSION_DENIED",
        404 => "NOT_FOUND",
        429 => "RESOURCE_EXHAUSTED",
        500 => "INTERNAL",
        502 or 503 => "UNAVAILABLE",
        504 => "DEADLINE_EXCEEDED",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "a status that the service does not give"),
    };
}
