using MultiplexCluster.FakeProviders.Scripting;

namespace MultiplexCluster.FakeProviders.Dialects.Anthropic;

/// <summary>The error bodies of Anthropic.</summary>
internal static class AnthropicErrors
{
    public static int StatusOf(ErrorKind kind) => kind switch
    {
        ErrorKind.Usual => 500,
        ErrorKind.NoKey or ErrorKind.InvalidKey => 401,
        ErrorKind.RateLimit or ErrorKind.DailyQuota => 429,
        ErrorKind.InsufficientQuota => 400,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    public static string Body(int status, ErrorKind kind) => Body(Describe(status, kind).Type, Describe(status, kind).Message);

    /// <summary>The usual error of a status with another message, JSON text without quotes.</summary>
    public static string Body(int status, string message) => Body(Usual(status).Type, message);

    private static string Body(string type, string message) => $$$"""
        {"type":"error","error":{"type":"{{{type}}}","message":"{{{message}}}"},"request_id":"req_{{{Placeholders.RequestId}}}"}
        """;

    private static (string Type, string Message) Describe(int status, ErrorKind kind) => kind switch
    {
        ErrorKind.Usual => Usual(status),
        ErrorKind.NoKey => ("authentication_error", "x-api-key header is required"),
        ErrorKind.InvalidKey => ("authentication_error", "invalid x-api-key"),
        ErrorKind.RateLimit => ("rate_limit_error", "This request would exceed your organization's rate limit."),
        ErrorKind.InsufficientQuota => ("invalid_request_error", "Your credit balance is too low to access the Anthropic API."),
        ErrorKind.DailyQuota => ("rate_limit_error", "This request would exceed your organization's monthly spend limit."),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    private static (string Type, string Message) Usual(int status) => status switch
    {
        401 => ("authentication_error", "invalid x-api-key"),
        402 => ("billing_error", "There is an issue with your billing."),
        403 => ("permission_error", "Your API key does not have permission to use the specified resource."),
        404 => ("not_found_error", "The requested resource could not be found."),
        409 => ("conflict_error", "The request conflicts with the state of the resource."),
        413 => ("request_too_large", "Request exceeds the maximum size"),
        429 => ("rate_limit_error", "This request would exceed your organization's rate limit."),
        504 => ("timeout_error", "The request timed out while processing."),
        529 => ("overloaded_error", "Overloaded"),
        >= 500 => ("api_error", "Internal server error"),
        _ => ("invalid_request_error", "Invalid request."),
    };
}
