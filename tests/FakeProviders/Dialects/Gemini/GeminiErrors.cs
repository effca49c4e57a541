using MultiplexCluster.FakeProviders.Scripting;

namespace MultiplexCluster.FakeProviders.Dialects.Gemini;

/// <summary>The error bodies of Gemini. When to come back is told in the body only, never by a header.</summary>
internal static class GeminiErrors
{
    private const string Types = "type.googleapis.com/google.rpc.";

    public static int StatusOf(ErrorKind kind) => kind switch
    {
        ErrorKind.Usual => 500,
        ErrorKind.NoKey => 403,
        ErrorKind.InvalidKey => 400,
        ErrorKind.RateLimit or ErrorKind.DailyQuota or ErrorKind.InsufficientQuota => 429,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    public static string Body(int status, ErrorKind kind, string? retryDelay)
    {
        var message = Message(status, kind);
        var details = string.Join(',', Details(kind, retryDelay));
        var member = details.Length == 0 ? "" : $",\"details\":[{details}]";
        return $$$"""{"error":{"code":{{{status}}},"message":"{{{message}}}","status":"{{{Canonical(status)}}}"{{{member}}}}}""";
    }

    /// <summary>An error without details; the message is JSON text without quotes.</summary>
    public static string Body(int status, string message) =>
        $$$"""{"error":{"code":{{{status}}},"message":"{{{message}}}","status":"{{{Canonical(status)}}}"}}""";

    private static IEnumerable<string> Details(ErrorKind kind, string? retryDelay)
    {
        if (kind == ErrorKind.InvalidKey)
        {
            yield return $$$"""{"@type":"{{{Types}}}ErrorInfo","reason":"API_KEY_INVALID","domain":"googleapis.com","metadata":{"service":"generativelanguage.googleapis.com"}}""";
        }

        if (kind == ErrorKind.DailyQuota)
        {
            yield return $$$"""{"@type":"{{{Types}}}QuotaFailure","violations":[{"quotaMetric":"generativelanguage.googleapis.com/generate_content_free_tier_requests","quotaId":"GenerateRequestsPerDayPerProjectPerModel-FreeTier","quotaDimensions":{"location":"global","model":"gemini-2.5-flash"},"quotaValue":"250"}]}""";
        }

        if (retryDelay is not null)
        {
            yield return $$"""{"@type":"{{Types}}RetryInfo","retryDelay":"{{retryDelay}}"}""";
        }
    }

    private static string Message(int status, ErrorKind kind) => (status, kind) switch
    {
        (_, ErrorKind.NoKey) => "Method doesn't allow unregistered callers. Please use API Key or other form of API consumer identity to call this API.",
        (_, ErrorKind.InvalidKey) => "API key not valid. Please pass a valid API key.",
        (_, ErrorKind.InsufficientQuota or ErrorKind.DailyQuota) => "You exceeded your current quota, please check your plan and billing details.",
        (429, _) => "Resource has been exhausted (e.g. check quota).",
        (503, _) => "The model is overloaded. Please try again later.",
        _ => "The request failed.",
    };

    private static string Canonical(int status) => status switch
    {
        400 => "INVALID_ARGUMENT",
        401 => "UNAUTHENTICATED",
        403 => "PERMISSION_DENIED",
        404 => "NOT_FOUND",
        409 => "ABORTED",
        429 => "RESOURCE_EXHAUSTED",
        499 => "CANCELLED",
        500 => "INTERNAL",
        501 => "UNIMPLEMENTED",
        503 => "UNAVAILABLE",
        504 => "DEADLINE_EXCEEDED",
        _ => "UNKNOWN",
    };
}
