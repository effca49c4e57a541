using System.Text;
using CsCheck;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Providers.Codecs;
using MultiplexCluster.Providers.Relay.Rewritten;
using Xunit;

namespace MultiplexCluster.Providers.Tests.Relay.Rewritten;

public class ResultsUrlTests
{
    private const string Here = "http://127.0.0.1:8080";

    [Theory]
    [InlineData(null, """{"id":"b","results_url":"https://api.anthropic.com/v1/messages/batches/b/results","x": 1}""", """{"id":"b","results_url":"http://127.0.0.1:8080/anthropic/v1/messages/batches/b/results","x": 1}""")]
    [InlineData(null, """{ "results_url" : "https:\/\/api.anthropic.com\/v1\/messages\/batches\/b\/results" }""", """{ "results_url" : "http://127.0.0.1:8080/anthropic/v1/messages/batches/b/results" }""")]
    [InlineData("http://proxy/base", """{"data":[{"results_url":"http://proxy/base/v1/messages/batches/a/results"},{"results_url":null},{"results_url":"http://other/v1/messages/batches/c/results"}]}""", """{"data":[{"results_url":"http://127.0.0.1:8080/anthropic/v1/messages/batches/a/results"},{"results_url":null},{"results_url":"http://127.0.0.1:8080/anthropic/v1/messages/batches/c/results"}]}""")]
    [InlineData(null, """{"results_url":"https://api.anthropic.com/elsewhere"}""", """{"results_url":"https://api.anthropic.com/elsewhere"}""")]
    [InlineData(null, """{"results_url":"https://api.anthropic.com/v1/../x"}""", """{"results_url":"https://api.anthropic.com/v1/../x"}""")]
    [InlineData(null, """{"results_url":"https://api.anthropic.com/v1/messages/batches/b/results?beta=true&key=x"}""", """{"results_url":"http://127.0.0.1:8080/anthropic/v1/messages/batches/b/results?beta=true"}""")]
    [InlineData(null, """{"results_url":"no url"}""", """{"results_url":"no url"}""")]
    [InlineData(null, """{"results_url":7}""", """{"results_url":7}""")]
    [InlineData(null, """{"results_url":"https://api.anthropic.com/v1/messages/batches/b/results" """, """{"results_url":"https://api.anthropic.com/v1/messages/batches/b/results" """)]
    [InlineData(null, "<html>", "<html>")]
    public void A_results_url_leads_here_and_nothing_else_changes(string? baseUrl, string body, string given) =>
        Assert.Equal(given, Apply(body, baseUrl));

    [Fact]
    public void Random_bodies_never_throw() => Gen.Byte.Array[0, 200].Sample(bytes =>
        ResultsUrls.Find(bytes, Here, ProviderCodecs.For(ProviderKind.Anthropic), null).Count >= 0);

    private static string Apply(string body, string? baseUrl)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        foreach (var edit in ResultsUrls.Find(bytes, Here, ProviderCodecs.For(ProviderKind.Anthropic), baseUrl).Reverse())
        {
            bytes = [.. bytes[..(int)edit.Span.Start], .. edit.Text.Span, .. bytes[(int)edit.Span.End..]];
        }

        return Encoding.UTF8.GetString(bytes);
    }
}
