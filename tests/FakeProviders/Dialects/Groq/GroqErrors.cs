using MultiplexCluster.FakeProviders.Scripting;

namespace MultiplexCluster.FakeProviders.Dialects.Groq;

/// <summary>The error bodies of Groq.</summary>
internal static class GroqErrors
{
    public static int StatusOf(ErrorKind kind) => kind switch
    {
        ErrorKind.Usual => 500,
        ErrorKind.NoKey or ErrorKind.InvalidKey => 401,
        ErrorKind.RateLimit or ErrorKind.DailyQuota => 429,
        ErrorKind.InsufficientQuota => 400,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    public static string Body(int status, ErrorKind kind) => kind switch
    {
        ErrorKind.Usual => Usual(status),
        ErrorKind.NoKey or ErrorKind.InvalidKey => Error("Invalid API Key", "invalid_request_error", "invalid_api_key"),
        ErrorKind.RateLimit => Error("Rate limit reached for model on tokens per minute (TPM). Please try again in 7.66s.", "tokens", "rate_limit_exceeded"),
        ErrorKind.InsufficientQuota => Error("Your organization has reached its spend limit.", "invalid_request_error", "blocked_api_access"),
        ErrorKind.DailyQuota => Error("Rate limit reached for model on requests per day (RPD). Please try again in 6m0s.", "requests", "rate_limit_exceeded"),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    private static string Usual(int status) => status switch
    {
        401 => Body(status, ErrorKind.InvalidKey),
        404 => Error("The model does not exist or you do not have access to it.", "invalid_request_error", "model_not_found"),
        413 => Error("Request too large for model on tokens per minute (TPM).", "tokens", "rate_limit_exceeded"),
        429 => Body(status, ErrorKind.RateLimit),
        498 => Error("Flex tier capacity exceeded. Please try again later.", "capacity_error", "capacity_exceeded"),
        >= 500 => Error("Internal Server Error", "internal_server_error", "internal_server_error"),
        _ => Error("Invalid request.", "invalid_request_error", "invalid_request"),
    };

    /// <summary>An error body; all texts are JSON text without quotes.</summary>
    public static string Error(string message, string type, string code) =>
        $$$"""{"error":{"message":"{{{message}}}","type":"{{{type}}}","code":"{{{code}}}"}}""";
}
