using CsCheck;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Providers.Codecs;
using Xunit;

namespace MultiplexCluster.Providers.Tests.Codecs.Errors;

public class JudgeTests
{
    private const string Cloudflare = "<html><head><title>413 Request Entity Too Large</title></head></html>";

    private static readonly DateTimeOffset Now = new(2026, 1, 15, 7, 0, 0, TimeSpan.Zero);

    private static readonly ProviderRoute Inference = new() { Name = "x", Model = ModelSource.BodyRequired };

    public static TheoryData<ProviderKind, int, OutcomeClass> Statuses()
    {
        var rows = new TheoryData<ProviderKind, int, OutcomeClass>();
        foreach (var provider in Enum.GetValues<ProviderKind>())
        {
            foreach (var (status, outcome) in new[]
            {
                (301, OutcomeClass.Failing), (307, OutcomeClass.Failing), (304, OutcomeClass.Failing),
                (400, OutcomeClass.CallerFault), (404, OutcomeClass.CallerFault), (409, OutcomeClass.CallerFault),
                (413, OutcomeClass.CallerFault), (415, OutcomeClass.CallerFault), (422, OutcomeClass.CallerFault),
                (424, OutcomeClass.CallerFault), (499, OutcomeClass.CallerFault),
                (401, OutcomeClass.KeyRefused), (403, OutcomeClass.NotWithThisKey), (402, OutcomeClass.OutOfQuota),
                (408, OutcomeClass.Failing), (429, OutcomeClass.RateLimited),
                (500, OutcomeClass.Failing), (502, OutcomeClass.Failing), (503, OutcomeClass.Failing), (504, OutcomeClass.Failing),
            })
            {
                rows.Add(provider, status, outcome);
            }
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Statuses))]
    public void A_status_alone_has_the_same_meaning_at_every_vendor(ProviderKind provider, int status, OutcomeClass outcome)
    {
        foreach (var body in new[] { string.Empty, Cloudflare, "{\"error\":", "[", "{}", "null", "{\"error\":null}" })
        {
            Assert.Equal(outcome, Judge(provider, status, body).Outcome);
        }
    }

    [Theory]
    [InlineData(429, """{"error":{"message":"You exceeded your current quota","type":"insufficient_quota","param":null,"code":"insufficient_quota"}}""", OutcomeClass.OutOfQuota)]
    [InlineData(429, """{"error":{"message":"x","type":"insufficient_quota","code":null}}""", OutcomeClass.OutOfQuota)]
    [InlineData(429, """{"error":{"message":"x","type":"billing_not_active","code":"billing_not_active"}}""", OutcomeClass.OutOfQuota)]
    [InlineData(400, """{"error":{"message":"x","type":"invalid_request_error","code":"billing_hard_limit_reached"}}""", OutcomeClass.OutOfQuota)]
    [InlineData(429, """{"error":{"message":"x","type":"tokens","code":"rate_limit_exceeded"}}""", OutcomeClass.RateLimited)]
    [InlineData(401, """{"error":{"message":"Incorrect API key provided: sk-abc","code":"invalid_api_key"}}""", OutcomeClass.KeyRefused)]
    [InlineData(403, """{"error":{"message":"x","code":"unsupported_country_region_territory"}}""", OutcomeClass.KeyRefused)]
    [InlineData(403, """{"error":{"message":"Project p does not have access to model m","code":"model_not_found"}}""", OutcomeClass.NotWithThisKey)]
    [InlineData(404, """{"error":{"message":"x","code":"model_not_found"}}""", OutcomeClass.CallerFault)]
    [InlineData(429, """{"error":{"message":"Request too large for gpt-4.1 in organization o on tokens per min (TPM): Limit 30000, Requested 35364.","type":"tokens","code":"rate_limit_exceeded"}}""", OutcomeClass.NotWithThisKey)]
    [InlineData(503, """{"error":{"message":"Slow Down","type":"server_error"}}""", OutcomeClass.Failing)]
    [InlineData(529, "", OutcomeClass.Failing)]
    public void OpenAi_says_it_by_type_and_code(int status, string body, OutcomeClass outcome)
    {
        Assert.Equal(outcome, Judge(ProviderKind.OpenAi, status, body).Outcome);
    }

    [Theory]
    [InlineData(498, """{"error":{"message":"x","type":"capacity_exceeded"}}""", OutcomeClass.RateLimited)]
    [InlineData(413, """{"error":{"message":"Request too large for model m on tokens per minute (TPM)","type":"tokens","code":"rate_limit_exceeded"}}""", OutcomeClass.NotWithThisKey)]
    [InlineData(403, """{"error":{"message":"x","type":"permissions_error","code":"model_permission_blocked_org"}}""", OutcomeClass.NotWithThisKey)]
    public void Groq_has_statuses_of_its_own(int status, string body, OutcomeClass outcome)
    {
        Assert.Equal(outcome, Judge(ProviderKind.Groq, status, body).Outcome);
    }

    [Theory]
    [InlineData(529, """{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}""", OutcomeClass.ProviderOverloaded)]
    [InlineData(529, Cloudflare, OutcomeClass.ProviderOverloaded)]
    [InlineData(503, """{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}""", OutcomeClass.ProviderOverloaded)]
    [InlineData(402, """{"type":"error","error":{"type":"billing_error","message":"x"}}""", OutcomeClass.OutOfQuota)]
    [InlineData(429, """{"type":"error","error":{"type":"rate_limit_error","message":"You have reached your monthly spend limit"}}""", OutcomeClass.OutOfQuota)]
    [InlineData(429, """{"type":"error","error":{"type":"rate_limit_error","message":"This request would exceed your organization's rate limit of 50,000 input tokens per minute"}}""", OutcomeClass.RateLimited)]
    [InlineData(429, """{"type":"error","error":{"type":"rate_limit_error","message":"Number of requests has exceeded your rate limit"}}""", OutcomeClass.RateLimited)]
    [InlineData(400, """{"type":"error","error":{"type":"invalid_request_error","message":"You have reached your specified API usage limits. You will regain access on 2026-02-01"}}""", OutcomeClass.OutOfQuota)]
    [InlineData(400, """{"type":"error","error":{"type":"invalid_request_error","message":"You have reached your specified workspace API usage limits. You will regain access on 2026-06-01 at 00:00 UTC."}}""", OutcomeClass.OutOfQuota)]
    [InlineData(400, """{"type":"error","error":{"type":"invalid_request_error","message":"Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade or purchase credits."}}""", OutcomeClass.OutOfQuota)]
    [InlineData(400, """{"type":"error","error":{"type":"invalid_request_error","message":"max_tokens: field required"}}""", OutcomeClass.CallerFault)]
    [InlineData(401, """{"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key"}}""", OutcomeClass.KeyRefused)]
    [InlineData(403, """{"type":"error","error":{"type":"permission_error","message":"Your API key does not have permission to use the specified resource."}}""", OutcomeClass.NotWithThisKey)]
    public void Anthropic_says_it_by_type_and_sometimes_by_message(int status, string body, OutcomeClass outcome)
    {
        Assert.Equal(outcome, Judge(ProviderKind.Anthropic, status, body).Outcome);
    }

    [Fact]
    public void A_spend_word_beside_a_retry_after_is_a_rate_limit()
    {
        var body = """{"type":"error","error":{"type":"rate_limit_error","message":"monthly spend limit"}}""";

        Assert.Equal(
            new Verdict(OutcomeClass.RateLimited, TimeSpan.FromSeconds(3)),
            Judge(ProviderKind.Anthropic, 429, body, "retry-after", "3"));
    }

    [Theory]
    [InlineData(400, "API key not valid", "INVALID_ARGUMENT", """{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"API_KEY_INVALID","domain":"googleapis.com"}""", OutcomeClass.KeyRefused)]
    [InlineData(400, "bad", "INVALID_ARGUMENT", """{"@type":"type.googleapis.com/google.rpc.BadRequest"}""", OutcomeClass.CallerFault)]
    [InlineData(400, "User location is not supported for the API use.", "FAILED_PRECONDITION", "{}", OutcomeClass.KeyRefused)]
    [InlineData(400, "Gemini API free tier is not available in your country. Please enable billing on your project in Google AI Studio.", "FAILED_PRECONDITION", "{}", OutcomeClass.KeyRefused)]
    [InlineData(400, "The File x is not in an ACTIVE state", "FAILED_PRECONDITION", "{}", OutcomeClass.CallerFault)]
    [InlineData(403, "Your API key was reported as leaked. Please use another API key.", "PERMISSION_DENIED", "{}", OutcomeClass.KeyRefused)]
    [InlineData(403, "Permission denied: Consumer 'api_key:x' has been suspended.", "PERMISSION_DENIED", """{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"CONSUMER_SUSPENDED"}""", OutcomeClass.KeyRefused)]
    [InlineData(403, "You do not have permission to access the File x or it may not exist.", "PERMISSION_DENIED", "{}", OutcomeClass.NotWithThisKey)]
    [InlineData(403, "Requests to this API x method y are blocked.", "PERMISSION_DENIED", """{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"API_KEY_SERVICE_BLOCKED"}""", OutcomeClass.NotWithThisKey)]
    [InlineData(403, "Requests from referer x are blocked.", "PERMISSION_DENIED", """{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"API_KEY_HTTP_REFERRER_BLOCKED"}""", OutcomeClass.NotWithThisKey)]
    [InlineData(401, "API keys are not supported by this API.", "UNAUTHENTICATED", """{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"CREDENTIALS_MISSING"}""", OutcomeClass.NotWithThisKey)]
    [InlineData(429, "Resource has been exhausted (e.g. check quota).", "RESOURCE_EXHAUSTED", "{}", OutcomeClass.RateLimited)]
    [InlineData(429, "q", "RESOURCE_EXHAUSTED", """{"@type":"x/google.rpc.QuotaFailure","violations":[{"quotaId":"GenerateRequestsPerMinutePerProjectPerModel-FreeTier"}]}""", OutcomeClass.RateLimited)]
    [InlineData(429, "q", "RESOURCE_EXHAUSTED", """{"@type":"x/google.rpc.QuotaFailure","violations":[{"quotaId":"a"},{"quotaId":"GenerateRequestsPerDayPerProjectPerModel-FreeTier"}]}""", OutcomeClass.OutOfQuota)]
    [InlineData(503, "The model is overloaded.", "UNAVAILABLE", "{}", OutcomeClass.ProviderOverloaded)]
    [InlineData(500, "x", "INTERNAL", "{}", OutcomeClass.Failing)]
    [InlineData(504, "x", "DEADLINE_EXCEEDED", "{}", OutcomeClass.Failing)]
    public void Gemini_says_it_by_status_and_details(int status, string message, string name, string detail, OutcomeClass outcome)
    {
        var body = $$$"""{"error":{"code":{{{status}}},"message":"{{{message}}}","status":"{{{name}}}","details":[{{{detail}}}]}}""";

        Assert.Equal(outcome, Judge(ProviderKind.Gemini, status, body).Outcome);
        Assert.Equal(outcome, Judge(ProviderKind.Gemini, status, $"[{body}]").Outcome);
    }

    [Fact]
    public void A_daily_quota_ends_at_midnight_in_California_whatever_RetryInfo_says()
    {
        var body = """
            {"error":{"code":429,"status":"RESOURCE_EXHAUSTED","details":[
              {"@type":"type.googleapis.com/google.rpc.QuotaFailure","violations":[{"quotaId":"GenerateRequestsPerDayPerProjectPerModel-FreeTier"}]},
              {"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"34.074824224s"}]}}
            """;

        Assert.Equal(
            new Verdict(OutcomeClass.OutOfQuota, TimeSpan.FromHours(1), "HTTP 429 RESOURCE_EXHAUSTED: daily quota"),
            Judge(ProviderKind.Gemini, 429, body));
    }

    [Theory]
    [InlineData(ProviderKind.Gemini, 429, """{"error":{"details":[{"retryDelay":"34.5s","@type":"type.googleapis.com/google.rpc.RetryInfo"}]}}""", 34.5)]
    [InlineData(ProviderKind.Gemini, 429, """{"error":{"message":"Please retry in 2.5s."}}""", 2.5)]
    [InlineData(ProviderKind.OpenAi, 429, """{"error":{"message":"Please try again in 6m0s. Visit"}}""", 360)]
    [InlineData(ProviderKind.Groq, 429, """{"error":{"message":"Please try again in 7.66s. Need more?"}}""", 7.66)]
    [InlineData(ProviderKind.Groq, 498, """{"error":{"message":"try again in 1s"}}""", 1)]
    public void A_body_can_name_the_delay(ProviderKind provider, int status, string body, double seconds)
    {
        Assert.Equal(TimeSpan.FromSeconds(seconds), Judge(provider, status, body).RetryAfter);
    }

    [Theory]
    [InlineData(ProviderKind.OpenAi, "x-ratelimit-remaining-requests", "0", "x-ratelimit-reset-requests", "6m0s", 360)]
    [InlineData(ProviderKind.Groq, "x-ratelimit-remaining-tokens", "0", "x-ratelimit-reset-tokens", "7.66s", 7.66)]
    [InlineData(ProviderKind.Anthropic, "anthropic-ratelimit-input-tokens-remaining", "0", "anthropic-ratelimit-input-tokens-reset", "2026-01-15T07:00:42Z", 42)]
    public void An_empty_bucket_names_the_delay(ProviderKind provider, string remaining, string count, string reset, string value, double seconds)
    {
        Assert.Equal(TimeSpan.FromSeconds(seconds), Judge(provider, 429, "{}", remaining, count, reset, value).RetryAfter);
    }

    [Fact]
    public void No_delay_is_believed_for_a_spent_account_or_a_callers_fault()
    {
        Assert.Null(Judge(ProviderKind.OpenAi, 429, """{"error":{"code":"insufficient_quota"}}""", "retry-after", "1").RetryAfter);
        Assert.Null(Judge(ProviderKind.Groq, 413, """{"error":{"code":"rate_limit_exceeded"}}""", "retry-after", "1").RetryAfter);
    }

    [Fact]
    public void A_detail_never_repeats_what_the_provider_wrote()
    {
        var body = """{"error":{"message":"Incorrect API key provided: sk-canary","type":"sk-canary","code":"sk-canary","status":"sk-canary"}}""";

        foreach (var provider in Enum.GetValues<ProviderKind>())
        {
            Assert.Equal("HTTP 401", Judge(provider, 401, body).Detail);
        }
    }

    [Fact]
    public void Random_bodies_never_throw() =>
        Gen.Select(Gen.Byte.Array[0, 200], Gen.OneOf(ProviderKind.OpenAi, ProviderKind.Anthropic, ProviderKind.Gemini, ProviderKind.Groq), Gen.Int[300, 700])
            .Sample((body, provider, status) => ProviderCodecs.For(provider).Judge(
                new ErrorAnswer { Route = Inference, Status = status, Headers = new FakeHeaders(), Body = body, Now = Now }).Detail is null or { Length: <= 200 });

    private static Verdict Judge(ProviderKind provider, int status, string body, params string[] headers) =>
        ProviderCodecs.For(provider).Judge(
            new ErrorAnswer { Route = Inference, Status = status, Headers = new FakeHeaders(headers), Body = Splits.Utf8(body), Now = Now });
}
