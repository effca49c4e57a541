using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Requests;
using Xunit;

namespace MultiplexCluster.Providers.Tests.Codecs.Errors;

public class GroqFactTests
{
    private const string Errors = "console.groq.com/docs/errors";
    private const string Limits = "console.groq.com/docs/rate-limits";
    private const string Flex = "console.groq.com/docs/flex-processing";
    private const string Limited = """{"error":{"message":"Rate limit reached for model m in organization o on tokens per minute (TPM): Limit 6000. Please try again in 7.66s.","type":"tokens","code":"rate_limit_exceeded"}}""";

    [Theory]
    [InlineData(Errors, 400, "", """{"error":{"message":"x","type":"invalid_request_error"}}""", OutcomeClass.CallerFault, null)]
    [InlineData(Errors, 401, "", """{"error":{"message":"Invalid API Key","type":"invalid_request_error","code":"invalid_api_key"}}""", OutcomeClass.KeyRefused, null)]
    [InlineData(Errors, 403, "", """{"error":{"message":"x","type":"permissions_error"}}""", OutcomeClass.NotWithThisKey, null)]
    [InlineData(Errors, 404, "", """{"error":{"message":"x"}}""", OutcomeClass.CallerFault, null)]
    [InlineData(Errors, 413, "", """{"error":{"message":"x"}}""", OutcomeClass.CallerFault, null)]
    [InlineData(Limits, 413, "", """{"error":{"message":"Request too large for model m in organization o on tokens per minute (TPM): Limit 6000, Requested 7000","type":"tokens","code":"rate_limit_exceeded"}}""", OutcomeClass.NotWithThisKey, null)]
    [InlineData(Errors, 422, "", """{"error":{"message":"x"}}""", OutcomeClass.CallerFault, null)]
    [InlineData(Errors, 424, "", """{"error":{"message":"x"}}""", OutcomeClass.CallerFault, null)]
    [InlineData(Errors, 429, "", Limited, OutcomeClass.RateLimited, 7.66)]
    [InlineData(Limits, 429, "retry-after: 2", Limited, OutcomeClass.RateLimited, 2.0)]
    [InlineData(Limits, 429, "x-ratelimit-remaining-requests: 0\nx-ratelimit-reset-requests: 2m59.56s", Limited, OutcomeClass.RateLimited, 179.56)]
    [InlineData(Limits, 429, "x-ratelimit-remaining-tokens: 0\nx-ratelimit-reset-tokens: 7.66s", "{}", OutcomeClass.RateLimited, 7.66)]
    [InlineData(Limits, 429, "x-ratelimit-remaining-requests: 14000\nx-ratelimit-remaining-tokens: 5000", "{}", OutcomeClass.RateLimited, null)]
    [InlineData(Flex, 498, "", """{"error":{"message":"Flex tier capacity exceeded","type":"capacity_exceeded"}}""", OutcomeClass.RateLimited, null)]
    [InlineData(Errors, 499, "", "", OutcomeClass.CallerFault, null)]
    [InlineData(Errors, 500, "", "", OutcomeClass.Failing, null)]
    [InlineData(Errors, 502, "", "", OutcomeClass.Failing, null)]
    [InlineData(Errors, 503, "", "", OutcomeClass.Failing, null)]
    public void An_error_means(string source, int status, string headers, string body, OutcomeClass outcome, double? seconds) =>
        Fact.Holds(source, ProviderKind.Groq, status, headers, body, outcome, seconds);
}
