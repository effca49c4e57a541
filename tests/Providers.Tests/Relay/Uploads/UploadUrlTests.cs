using CsCheck;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Providers.Codecs;
using MultiplexCluster.Providers.Relay.Uploads;
using Xunit;

namespace MultiplexCluster.Providers.Tests.Relay.Uploads;

public class UploadUrlTests
{
    private const string Here = "http://127.0.0.1:8080/gemini/upload/v1beta/files";

    [Theory]
    [InlineData(null, "https://generativelanguage.googleapis.com/upload/v1beta/files?upload_id=AbC-_&upload_protocol=resumable", Here + "?upload_id=AbC-_&upload_protocol=resumable&multiplex_endpoint=e-1")]
    [InlineData(null, "https://generativelanguage.googleapis.com/upload/v1beta/files", Here + "?multiplex_endpoint=e-1")]
    [InlineData(null, "https://generativelanguage.googleapis.com/upload/v1beta/files?key=AIza-ours&upload_id=a", Here + "?upload_id=a&multiplex_endpoint=e-1")]
    [InlineData(null, "https://other.example/upload/v1beta/files?upload_id=a", Here + "?upload_id=a&multiplex_endpoint=e-1")]
    [InlineData("https://proxy.example/google", "https://proxy.example/google/upload/v1beta/files?upload_id=a", Here + "?upload_id=a&multiplex_endpoint=e-1")]
    [InlineData("https://proxy.example/google/", "https://generativelanguage.googleapis.com/upload/v1beta/files?upload_id=a", Here + "?upload_id=a&multiplex_endpoint=e-1")]
    [InlineData(null, "https://generativelanguage.googleapis.com/v1beta/files?upload_id=a", null)]
    [InlineData(null, "https://generativelanguage.googleapis.com/upload/v1beta/../files", null)]
    [InlineData(null, "https://generativelanguage.googleapis.com/upload/v1beta/files#x", null)]
    [InlineData(null, "https://generativelanguage.googleapis.com/upload/v1beta/files?a=b\\c", null)]
    [InlineData(null, "https://generativelanguage.googleapis.com", null)]
    [InlineData(null, "/upload/v1beta/files?upload_id=a", null)]
    [InlineData(null, "", null)]
    public void An_upload_url_becomes_one_of_this_service_or_none(string? baseUrl, string url, string? rewritten)
    {
        Assert.Equal(rewritten, UploadUrl.Of(url, "http://127.0.0.1:8080", ProviderCodecs.For(ProviderKind.Gemini), baseUrl, EndpointId.Parse("e-1")));
    }

    [Theory]
    [InlineData("", "", null)]
    [InlineData("?upload_id=a", "?upload_id=a", null)]
    [InlineData("?multiplex_endpoint=e-1", "", "e-1")]
    [InlineData("?upload_id=a&multiplex_endpoint=e-1&b=%20", "?upload_id=a&b=%20", "e-1")]
    [InlineData("?a_multiplex_endpoint=e-1", "?a_multiplex_endpoint=e-1", null)]
    public void The_pin_is_taken_out_of_the_query(string query, string rest, string? pin)
    {
        Assert.True(UploadPin.TryTake(ref query, out var endpoint));
        Assert.Equal((rest, pin), (query, endpoint?.Value));
    }

    [Theory]
    [InlineData("?multiplex_endpoint=")]
    [InlineData("?multiplex_endpoint=a/b")]
    [InlineData("?multiplex_endpoint=a&multiplex_endpoint=b")]
    public void A_pin_that_is_none_is_refused(string query) => Assert.False(UploadPin.TryTake(ref query, out _));

    [Fact]
    public void Whatever_a_provider_names_the_url_leads_here_or_nowhere() =>
        Gen.OneOf("https://", "//", "a.example", "@", "/upload/v1beta/files", "/", "..", "%2e", "?", "&", "=", "key", "#", "\\", "\r\n", "multiplex_endpoint=x").Array[0, 12].Sample(parts =>
        {
            var url = UploadUrl.Of(string.Concat(parts), "http://here", ProviderCodecs.For(ProviderKind.Gemini), null, EndpointId.Parse("e-1"));
            return url is null || (url.StartsWith("http://here/gemini/upload/v1beta/files?", StringComparison.Ordinal)
                && url.EndsWith("multiplex_endpoint=e-1", StringComparison.Ordinal) && !url.AsSpan().ContainsAnyExceptInRange('!', '~'));
        });
}
