using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Requests;
using Xunit;

namespace MultiplexCluster.Providers.Tests.Codecs.Errors;

public class OpenAiFactTests
{
    private const string Codes = "platform.openai.com/docs/guides/error-codes";
    private const string Overview = "developers.openai.com/api/reference/overview";
    private const string Resets = "community.openai.com/t/1268905";
    private const string Node = "openai-node src/client.ts";
    private const string Azure = "learn.microsoft.com/azure/ai-services/openai/how-to/quota";
    private const string Limited = """{"error":{"message":"Rate limit reached for gpt-4o in organization o on requests per min (RPM). Please try again in 6m0s. Visit https://x.","type":"requests","param":null,"code":"rate_limit_exceeded"}}""";

    [Theory]
    [InlineData(Codes, 400, "", """{"error":{"message":"x","type":"invalid_request_error","param":"p","code":null}}""", OutcomeClass.CallerFault, null)]
    [InlineData(Codes, 401, "", """{"error":{"message":"Incorrect API key provided","type":"invalid_request_error","code":"invalid_api_key"}}""", OutcomeClass.KeyRefused, null)]
    [InlineData(Codes, 401, "", """{"error":{"message":"x","code":"ip_not_authorized"}}""", OutcomeClass.KeyRefused, null)]
    [InlineData(Codes, 401, "", """{"error":{"message":"x","code":"invalid_organization"}}""", OutcomeClass.KeyRefused, null)]
    [InlineData(Codes, 403, "", """{"error":{"message":"Country, region, or territory not supported","code":"unsupported_country_region_territory"}}""", OutcomeClass.KeyRefused, null)]
    [InlineData(Codes, 403, "", """{"error":{"message":"Project p does not have access to model m","code":"model_not_found"}}""", OutcomeClass.NotWithThisKey, null)]
    [InlineData(Codes, 404, "", """{"error":{"message":"The model m does not exist","code":"model_not_found"}}""", OutcomeClass.CallerFault, null)]
    [InlineData(Codes, 409, "", """{"error":{"message":"conflict"}}""", OutcomeClass.CallerFault, null)]
    [InlineData(Node, 408, "", "", OutcomeClass.Failing, null)]
    [InlineData(Codes, 413, "", """{"error":{"message":"too large"}}""", OutcomeClass.CallerFault, null)]
    [InlineData(Codes, 422, "", """{"error":{"message":"unprocessable"}}""", OutcomeClass.CallerFault, null)]
    [InlineData(Codes, 429, "", Limited, OutcomeClass.RateLimited, 360.0)]
    [InlineData(Codes, 429, "", """{"error":{"message":"Please try again in 6ms.","type":"tokens","code":"rate_limit_exceeded"}}""", OutcomeClass.RateLimited, 0.006)]
    [InlineData(Codes, 429, "", """{"error":{"message":"Please try again in 1.2s.","type":"tokens","code":"rate_limit_exceeded"}}""", OutcomeClass.RateLimited, 1.2)]
    [InlineData(Codes, 429, "retry-after: 1", """{"error":{"message":"You exceeded your current quota","type":"insufficient_quota","code":"insufficient_quota"}}""", OutcomeClass.OutOfQuota, null)]
    [InlineData(Codes, 429, "", """{"error":{"message":"x","type":"billing_hard_limit_reached","code":"billing_hard_limit_reached"}}""", OutcomeClass.OutOfQuota, null)]
    [InlineData(Codes, 400, "", """{"error":{"message":"Billing hard limit has been reached","type":"invalid_request_error","code":"billing_hard_limit_reached"}}""", OutcomeClass.OutOfQuota, null)]
    [InlineData(Codes, 429, "", """{"error":{"message":"x","type":"billing_not_active","code":"billing_not_active"}}""", OutcomeClass.OutOfQuota, null)]
    [InlineData(Codes, 500, "", """{"error":{"message":"x","type":"server_error"}}""", OutcomeClass.Failing, null)]
    [InlineData(Codes, 502, "", "<html>", OutcomeClass.Failing, null)]
    [InlineData(Codes, 503, "", """{"error":{"message":"The engine is currently overloaded, please try again later"}}""", OutcomeClass.Failing, null)]
    [InlineData(Codes, 503, "", """{"error":{"message":"Slow Down"}}""", OutcomeClass.Failing, null)]
    [InlineData(Codes, 504, "", "", OutcomeClass.Failing, null)]
    public void An_error_means(string source, int status, string headers, string body, OutcomeClass outcome, double? seconds) =>
        Fact.Holds(source, ProviderKind.OpenAi, status, headers, body, outcome, seconds);

    [Theory]
    [InlineData(Node, "retry-after-ms: 1500.5\nretry-after: 9", 1.5005)]
    [InlineData(Node, "retry-after: 2", 2.0)]
    [InlineData(Node, "retry-after: 2.5", 2.5)]
    [InlineData(Node, "retry-after: Thu, 15 Jan 2026 07:00:30 GMT", 30.0)]
    [InlineData(Overview, "retry-after: 2\nx-ratelimit-remaining-requests: 0\nx-ratelimit-reset-requests: 9s", 2.0)]
    [InlineData(Overview, "x-ratelimit-remaining-requests: 0\nx-ratelimit-reset-requests: 1s", 1.0)]
    [InlineData(Overview, "x-ratelimit-remaining-tokens: 0\nx-ratelimit-reset-tokens: 6m0s", 360.0)]
    [InlineData(Overview, "x-ratelimit-remaining-requests: 0\nx-ratelimit-reset-requests: 1s\nx-ratelimit-remaining-tokens: 0\nx-ratelimit-reset-tokens: 12ms", 1.0)]
    [InlineData(Overview, "x-ratelimit-remaining-requests: 5\nx-ratelimit-reset-requests: 1s", null)]
    [InlineData(Resets, "x-ratelimit-remaining-tokens: 0\nx-ratelimit-reset-tokens: 1h2m3.5s", 3723.5)]
    [InlineData(Resets, "x-ratelimit-remaining-tokens: 0\nx-ratelimit-reset-tokens: 59.952s", 59.952)]
    [InlineData(Resets, "x-ratelimit-remaining-tokens: 0\nx-ratelimit-reset-tokens: 12ms", 0.012)]
    [InlineData(Resets, "x-ratelimit-remaining-tokens_usage_based: 0\nx-ratelimit-reset-tokens_usage_based: 7s", 7.0)]
    [InlineData(Resets, "x-ratelimit-remaining-project-tokens: 0\nx-ratelimit-reset-project-tokens: 8s", 8.0)]
    [InlineData(Azure, "x-ratelimit-remaining-tokens: 0\nx-ratelimit-reset-tokens: 42", 42.0)]
    [InlineData(Azure, "x-ratelimit-remaining-tokens: 0\nx-ratelimit-reset-tokens: -1", null)]
    [InlineData(Azure, "x-ratelimit-remaining-tokens: -1\nx-ratelimit-reset-tokens: 42", null)]
    [InlineData(Azure, "x-ratelimit-remaining-tokens: 0\nx-ratelimit-reset-tokens: 0", null)]
    public void A_429_names_its_delay(string source, string headers, double? seconds) =>
        Fact.Holds(source, ProviderKind.OpenAi, 429, headers, """{"error":{"message":"x","code":"rate_limit_exceeded"}}""", OutcomeClass.RateLimited, seconds);

    [Fact]
    public void A_reset_beside_a_500_is_no_delay() => Fact.Holds(
        Overview, ProviderKind.OpenAi, 500, "x-ratelimit-remaining-tokens: 0\nx-ratelimit-reset-tokens: 6m0s", "", OutcomeClass.Failing, null);
}
