using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Providers.Codecs;
using Xunit;

namespace MultiplexCluster.Providers.Tests.Codecs.Errors;

/// <summary>What a caller can provoke at will must never put a key away for everybody.</summary>
public class KeyBlameTests
{
    [Theory]
    [InlineData("POST", "/responses", 401, """{"error":{"message":"You have insufficient permissions for this operation. Missing scopes: api.responses.write. Check that you have the correct role","type":"invalid_request_error","param":null,"code":null}}""")]
    [InlineData("POST", "/chat/completions", 403, """{"error":{"message":"You have insufficient permissions for this operation.","type":"invalid_request_error","code":null}}""")]
    [InlineData("POST", "/images/generations", 401, """{"error":{"message":"Your key is missing a required scope: app.labs","type":"invalid_request_error","param":null,"code":"missing_scope"}}""")]
    [InlineData("POST", "/threads", 401, """{"error":{"message":"Your request to GET /v1/threads must be made with a session key (that is, it can only be made from the browser).","type":"server_error","param":null,"code":null}}""")]
    [InlineData("GET", "/files", 401, "")]
    [InlineData("POST", "/chat/completions", 403, "<html>Sorry, you have been blocked</html>")]
    [InlineData("GET", "/organization/users", 401, """{"error":{"message":"Incorrect API key provided","code":"invalid_api_key"}}""")]
    public void A_permission_that_OpenAI_misses_for_one_call_does_not_quarantine_the_key(string method, string path, int status, string body) =>
        Assert.Equal(new Verdict(OutcomeClass.NotWithThisKey, null), Judge(ProviderKind.OpenAi, method, path, status, body));

    [Theory]
    [InlineData("GET", "/files", 401, """{"error":{"message":"Incorrect API key provided: sk-abc","type":"invalid_request_error","code":"invalid_api_key"}}""")]
    [InlineData("GET", "/files", 401, """{"error":{"message":"No such organization: org-x.","type":"invalid_request_error","code":"invalid_organization"}}""")]
    [InlineData("POST", "/chat/completions", 401, """{"error":{"message":"x","type":"invalid_request_error","code":null}}""")]
    [InlineData("POST", "/chat/completions", 401, "")]
    public void A_key_that_OpenAI_refuses_is_quarantined(string method, string path, int status, string body) =>
        Assert.Equal(OutcomeClass.KeyRefused, Judge(ProviderKind.OpenAi, method, path, status, body).Outcome);

    [Theory]
    [InlineData("Unexpected value(s) `credit balance` for the `anthropic-beta` header. Please consult our documentation")]
    [InlineData("Unexpected value(s) `Your credit balance is too low` for the `anthropic-beta` header.")]
    [InlineData("messages.0.content.0.text: usage limits, spend limit and spending limit are no such thing")]
    [InlineData("Your credit balance is too low to access the Anthropic API: Extra inputs are not permitted")]
    [InlineData("You have reached your specified API usage limits: Extra inputs are not permitted")]
    public void Words_that_a_caller_can_put_into_Anthropics_mouth_do_not_say_that_the_account_is_spent(string message)
    {
        var body = $$$"""{"type":"error","error":{"type":"invalid_request_error","message":"{{{message}}}"}}""";

        Assert.Equal(OutcomeClass.CallerFault, Judge(ProviderKind.Anthropic, "POST", "/v1/messages", 400, body).Outcome);
    }

    [Theory]
    [InlineData("The File files/enable-billing is not in an ACTIVE state and usage is not allowed.")]
    [InlineData("The File location is not supported")]
    public void A_files_name_does_not_say_that_Gemini_wants_money(string message)
    {
        var body = $$$"""{"error":{"code":400,"message":"{{{message}}}","status":"FAILED_PRECONDITION"}}""";

        Assert.Equal(OutcomeClass.CallerFault, Judge(ProviderKind.Gemini, "POST", "/v1beta/models/m:generateContent", 400, body).Outcome);
    }

    [Fact]
    public void Administration_is_not_a_matter_of_the_key()
    {
        var body = """{"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key"}}""";

        Assert.Equal(OutcomeClass.NotWithThisKey, Judge(ProviderKind.Anthropic, "GET", "/v1/organizations/me", 401, body).Outcome);
        Assert.Equal(OutcomeClass.KeyRefused, Judge(ProviderKind.Anthropic, "POST", "/v1/messages", 401, body).Outcome);
    }

    private static Verdict Judge(ProviderKind provider, string method, string path, int status, string body)
    {
        var codec = ProviderCodecs.For(provider);
        return codec.Judge(new ErrorAnswer
        {
            Route = codec.Match(method, path)!,
            Status = status,
            Headers = new FakeHeaders(),
            Body = Splits.Utf8(body),
            Now = DateTimeOffset.UnixEpoch,
        });
    }
}
