using MultiplexCluster.FakeProviders.Scripting;

namespace MultiplexCluster.FakeProviders.Dialects.OpenAi;

/// <summary>The error bodies of OpenAI.</summary>
internal static class OpenAiErrors
{
    public static int StatusOf(ErrorKind kind) => kind switch
    {
        ErrorKind.Usual => 500,
        ErrorKind.NoKey or ErrorKind.InvalidKey => 401,
        ErrorKind.RateLimit or ErrorKind.InsufficientQuota or ErrorKind.DailyQuota => 429,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    public static string Body(int status, ErrorKind kind) => kind switch
    {
        ErrorKind.Usual => Usual(status),
        ErrorKind.NoKey => Error("You didn't provide an API key.", "invalid_request_error", null),
        ErrorKind.InvalidKey => Error("Incorrect API key provided.", "invalid_request_error", "invalid_api_key"),
        ErrorKind.RateLimit => Error("Rate limit reached for requests. Please try again in 1.2s.", "requests", "rate_limit_exceeded"),
        ErrorKind.InsufficientQuota => Error("You exceeded your current quota, please check your plan and billing details.", "insufficient_quota", "insufficient_quota"),
        ErrorKind.DailyQuota => Error("Rate limit reached on requests per day (RPD). Please try again in 6m0s.", "requests", "rate_limit_exceeded"),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    private static string Usual(int status) => status switch
    {
        401 => Body(status, ErrorKind.InvalidKey),
        403 => Error("Country, region, or territory not supported", "request_forbidden", "unsupported_country_region_territory"),
        404 => Error("The model does not exist or you do not have access to it.", "invalid_request_error", "model_not_found"),
        429 => Body(status, ErrorKind.RateLimit),
        503 => Error("The engine is currently overloaded, please try again later", "server_error", null),
        >= 500 => Error("The server had an error while processing your request.", "server_error", null),
        _ => Error("Invalid request.", "invalid_request_error", null),
    };

    /// <summary>An error body; all texts are JSON text without quotes.</summary>
    public static string Error(string message, string type, string? code) => $$$"""
        {"error":{"message":"{{{message}}}","type":"{{{type}}}","param":null,"code":{{{(code is null ? "null" : $"\"{code}\"")}}}}}
        """;
}
