using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Requests;
using Xunit;

namespace MultiplexCluster.Providers.Tests.Codecs.Errors;

public class AnthropicFactTests
{
    private const string Errors = "platform.claude.com/docs/en/api/errors";
    private const string Limits = "platform.claude.com/docs/en/api/rate-limits";
    private const string Unified = "github.com/Wei-Shaw/sub2api/issues/3249, github.com/Yeachan-Heo/gajae-code/pull/2444";
    private const string RateLimit = """{"type":"error","error":{"type":"rate_limit_error","message":"This request would exceed your organization's rate limit of 50,000 input tokens per minute"},"request_id":"req_1"}""";

    [Theory]
    [InlineData(Errors, 400, "invalid_request_error", "max_tokens: field required", OutcomeClass.CallerFault)]
    [InlineData(Errors, 400, "invalid_request_error", "You have reached your specified API usage limits. You will regain access on 2026-02-01", OutcomeClass.OutOfQuota)]
    [InlineData(Errors, 401, "authentication_error", "invalid x-api-key", OutcomeClass.KeyRefused)]
    [InlineData(Errors, 402, "billing_error", "x", OutcomeClass.OutOfQuota)]
    [InlineData(Errors, 403, "permission_error", "x", OutcomeClass.NotWithThisKey)]
    [InlineData(Errors, 404, "not_found_error", "x", OutcomeClass.CallerFault)]
    [InlineData(Errors, 409, "conflict_error", "x", OutcomeClass.CallerFault)]
    [InlineData(Errors, 413, "request_too_large", "x", OutcomeClass.CallerFault)]
    [InlineData(Limits, 429, "rate_limit_error", "x", OutcomeClass.RateLimited)]
    [InlineData(Limits, 429, "rate_limit_error", "You have reached your monthly spend limit", OutcomeClass.OutOfQuota)]
    [InlineData(Errors, 500, "api_error", "x", OutcomeClass.Failing)]
    [InlineData(Errors, 504, "timeout_error", "x", OutcomeClass.Failing)]
    [InlineData(Errors, 529, "overloaded_error", "Overloaded", OutcomeClass.ProviderOverloaded)]
    public void An_error_means(string source, int status, string type, string message, OutcomeClass outcome)
    {
        var body = "{\"type\":\"error\",\"error\":{\"type\":\"" + type + "\",\"message\":\"" + message + "\"},\"request_id\":\"req_1\"}";

        Fact.Holds(source, ProviderKind.Anthropic, status, "", body, outcome, null);
    }

    [Theory]
    [InlineData(Errors, 413, OutcomeClass.CallerFault)]
    [InlineData(Errors, 529, OutcomeClass.ProviderOverloaded)]
    public void An_edge_that_answers_in_HTML_is_understood_by_its_status(string source, int status, OutcomeClass outcome) =>
        Fact.Holds(source, ProviderKind.Anthropic, status, "", "<html>cloudflare</html>", outcome, null);

    [Theory]
    [InlineData(Limits, "retry-after: 30", 30.0)]
    [InlineData(Limits, "retry-after: 30\nanthropic-ratelimit-tokens-remaining: 0\nanthropic-ratelimit-tokens-reset: 2026-01-15T07:01:00Z", 30.0)]
    [InlineData(Limits, "anthropic-ratelimit-requests-remaining: 0\nanthropic-ratelimit-requests-reset: 2026-01-15T07:00:10Z", 10.0)]
    [InlineData(Limits, "anthropic-ratelimit-tokens-remaining: 0\nanthropic-ratelimit-tokens-reset: 2026-01-15T07:01:00Z", 60.0)]
    [InlineData(Limits, "anthropic-ratelimit-input-tokens-remaining: 0\nanthropic-ratelimit-input-tokens-reset: 2026-01-15T07:00:42Z\nanthropic-ratelimit-output-tokens-remaining: 0\nanthropic-ratelimit-output-tokens-reset: 2026-01-15T07:00:05Z", 42.0)]
    [InlineData(Limits, "anthropic-ratelimit-tokens-remaining: 1000\nanthropic-ratelimit-tokens-reset: 2026-01-15T07:01:00Z", null)]
    [InlineData(Limits, "anthropic-priority-input-tokens-remaining: 0\nanthropic-priority-input-tokens-reset: 2026-01-15T07:00:07Z", 7.0)]
    [InlineData(Unified, "anthropic-ratelimit-unified-status: rejected\nanthropic-ratelimit-unified-reset: 1768460460", 60.0)]
    [InlineData(Unified, "anthropic-ratelimit-unified-5h-status: allowed\nanthropic-ratelimit-unified-5h-reset: 1768460430\nanthropic-ratelimit-unified-7d-status: rejected\nanthropic-ratelimit-unified-7d-reset: 1768460490", 90.0)]
    [InlineData(Unified, "anthropic-ratelimit-unified-status: allowed\nanthropic-ratelimit-unified-reset: 1768460460", null)]
    [InlineData(Unified, "anthropic-ratelimit-unified-status: rejected\nanthropic-ratelimit-unified-reset: 9999999999", 86400.0)]
    [InlineData(Unified, "anthropic-ratelimit-unified-status: rejected\nanthropic-ratelimit-unified-reset: 1000000000", null)]
    public void A_429_names_its_delay(string source, string headers, double? seconds) =>
        Fact.Holds(source, ProviderKind.Anthropic, 429, headers, RateLimit, OutcomeClass.RateLimited, seconds);
}
