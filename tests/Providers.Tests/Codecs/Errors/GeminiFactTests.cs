using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Requests;
using Xunit;

namespace MultiplexCluster.Providers.Tests.Codecs.Errors;

/// <summary>Each also as the array in which the surface in OpenAI's format sends it.</summary>
public class GeminiFactTests
{
    private const string Page = "ai.google.dev/gemini-api/docs/troubleshooting";
    private const string Quota = "github.com/google-gemini/gemini-cli/issues/8437";
    private const string Rpc = "googleapis google/rpc/error_details.proto";
    private const string Info = """{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"API_KEY_INVALID","domain":"googleapis.com"}""";
    private const string Retry = """{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"34.074824224s"}""";
    private const string Help = """{"@type":"type.googleapis.com/google.rpc.Help","links":[{"url":"https://x"}]}""";
    private const string PerDay = """{"@type":"type.googleapis.com/google.rpc.QuotaFailure","violations":[{"quotaMetric":"m","quotaId":"GenerateRequestsPerDayPerProjectPerModel-FreeTier","quotaDimensions":{"model":"m"}}]}""";
    private const string PerMinute = """{"@type":"type.googleapis.com/google.rpc.QuotaFailure","violations":[{"quotaId":"GenerateContentInputTokensPerModelPerMinute-FreeTier"}]}""";

    [Theory]
    [InlineData(Page, 400, "INVALID_ARGUMENT", "", OutcomeClass.CallerFault, null)]
    [InlineData(Page, 400, "INVALID_ARGUMENT", Info, OutcomeClass.KeyRefused, null)]
    [InlineData(Page, 403, "PERMISSION_DENIED", "", OutcomeClass.NotWithThisKey, null)]
    [InlineData(Page, 404, "NOT_FOUND", "", OutcomeClass.CallerFault, null)]
    [InlineData(Page, 429, "RESOURCE_EXHAUSTED", "", OutcomeClass.RateLimited, null)]
    [InlineData(Quota, 429, "RESOURCE_EXHAUSTED", Help + "," + PerMinute + "," + Retry, OutcomeClass.RateLimited, 34.0748243)]
    [InlineData(Quota, 429, "RESOURCE_EXHAUSTED", PerDay + "," + Help + "," + Retry, OutcomeClass.OutOfQuota, 3600.0)]
    [InlineData(Quota, 429, "RESOURCE_EXHAUSTED", PerMinute + "," + PerDay, OutcomeClass.OutOfQuota, 3600.0)]
    [InlineData(Rpc, 429, "RESOURCE_EXHAUSTED", """{"retryDelay":"34s","@type":"another.example/google.rpc.RetryInfo"}""", OutcomeClass.RateLimited, 34.0)]
    [InlineData(Rpc, 429, "RESOURCE_EXHAUSTED", """{"retryDelay":"34s","@type":"type.googleapis.com/google.rpc.Other"}""", OutcomeClass.RateLimited, null)]
    [InlineData(Rpc, 429, "RESOURCE_EXHAUSTED", """{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"-1s"}""", OutcomeClass.RateLimited, null)]
    [InlineData(Rpc, 499, "CANCELLED", "", OutcomeClass.CallerFault, null)]
    [InlineData(Page, 500, "INTERNAL", "", OutcomeClass.Failing, null)]
    [InlineData(Page, 503, "UNAVAILABLE", "", OutcomeClass.ProviderOverloaded, null)]
    [InlineData(Page, 504, "DEADLINE_EXCEEDED", "", OutcomeClass.Failing, null)]
    public void An_error_means(string source, int status, string name, string details, OutcomeClass outcome, double? seconds)
    {
        var body = $$$"""{"error":{"code":{{{status}}},"message":"x","status":"{{{name}}}","details":[{{{details}}}]}}""";

        Fact.Holds(source, ProviderKind.Gemini, status, "", body, outcome, seconds);
        Fact.Holds(source, ProviderKind.Gemini, status, "", $"[{body}]", outcome, seconds);
    }

    [Theory]
    [InlineData(Page, 400, "FAILED_PRECONDITION", "User location is not supported for the API use.", OutcomeClass.KeyRefused)]
    [InlineData(Page, 400, "FAILED_PRECONDITION", "Please enable billing on project x", OutcomeClass.KeyRefused)]
    [InlineData(Page, 403, "PERMISSION_DENIED", "Your API key was reported as leaked. Please use another API key.", OutcomeClass.KeyRefused)]
    [InlineData(Page, 403, "PERMISSION_DENIED", "Method doesn't allow unregistered callers (callers without established identity).", OutcomeClass.NotWithThisKey)]
    [InlineData(Page, 429, "RESOURCE_EXHAUSTED", "Resource has been exhausted (e.g. check quota).", OutcomeClass.RateLimited)]
    [InlineData(Page, 503, "UNAVAILABLE", "The model is overloaded. Please try again later.", OutcomeClass.ProviderOverloaded)]
    public void An_error_without_details_means(string source, int status, string name, string message, OutcomeClass outcome) => Fact.Holds(
        source, ProviderKind.Gemini, status, "", $$$"""{"error":{"code":{{{status}}},"message":"{{{message}}}","status":"{{{name}}}"}}""", outcome, null);
}
