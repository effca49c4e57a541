using System.Globalization;

namespace MultiplexCluster.Providers.Codecs.Errors;

/// <summary>
/// Why a key was refused or its account ran out, for an operator. Providers repeat keys in their messages, so only the
/// status and words that are known beforehand are said.
/// </summary>
internal static class OperatorDetail
{
    private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        "invalid_api_key", "invalid_organization", "account_deactivated", "ip_not_authorized",
        "unsupported_country_region_territory", "insufficient_quota", "billing_hard_limit_reached", "billing_not_active",
        "authentication_error", "permission_error", "billing_error", "rate_limit_error", "invalid_request_error",
        "API_KEY_INVALID", "API_KEY_SERVICE_BLOCKED", "API_KEY_HTTP_REFERRER_BLOCKED", "API_KEY_IP_ADDRESS_BLOCKED",
        "SERVICE_DISABLED", "CONSUMER_SUSPENDED", "CONSUMER_INVALID", "BILLING_DISABLED",
        "PERMISSION_DENIED", "UNAUTHENTICATED", "FAILED_PRECONDITION", "RESOURCE_EXHAUSTED",
    };

    /// <summary>The status, and the most telling known word of the body.</summary>
    public static string Of(int status, ErrorBody body, string? remark = null)
    {
        var word = FirstKnown(body.Reason, body.Code, body.Type, body.Status);
        var text = word is null ? $"HTTP {status.ToString(CultureInfo.InvariantCulture)}"
            : $"HTTP {status.ToString(CultureInfo.InvariantCulture)} {word}";
        return remark is null ? text : $"{text}: {remark}";
    }

    private static string? FirstKnown(params ReadOnlySpan<string?> words)
    {
        foreach (var word in words)
        {
            if (word is not null && Known.Contains(word))
            {
                return word;
            }
        }

        return null;
    }
}
