using CsCheck;
using MultiplexCluster.Providers.Relay.Paths;
using Xunit;

namespace MultiplexCluster.Providers.Tests.Relay;

public sealed class PathTests
{
    [Theory]
    [InlineData("/v1beta/models/gemini-2.0-flash:generateContent")]
    [InlineData("/files/file-abc/content")]
    [InlineData("/files/")]
    [InlineData("/models/a%20b")]
    [InlineData("/models/...")]
    [InlineData("/models/a..b")]
    public void Plain(string path) => Assert.True(PathCheck.IsPlain(path));

    [Fact]
    public void A_plain_path_means_the_same_to_a_url_parser() =>
        Gen.String[Gen.Char["/.%25efF;\\a?#0"], 0, 12].Sample(text =>
        {
            var path = "/" + text;
            if (PathCheck.IsPlain(path))
            {
                Assert.Equal("/base" + path, new Uri("http://h/base" + path).AbsolutePath);
            }
        });

    [Fact]
    public void No_credential_survives_however_it_is_escaped()
    {
        var name = Gen.OneOf("key", "KEY", "k%65y", "%6b%65%79", "$key", "access_token", "access%5Ftoken", "a", "keys", "");
        Gen.Select(name, Gen.OneOf("=x", "=", "")).Select((n, v) => n + v).Array[0, 6].Sample(parts =>
        {
            var kept = QueryFilter.WithoutCredentials(parts.Length == 0 ? "" : "?" + string.Join('&', parts));
            var names = kept.TrimStart('?').Split('&').Select(p => Uri.UnescapeDataString(p.Split('=')[0]).TrimStart('$').ToLowerInvariant());
            Assert.DoesNotContain(names, n => n is "key" or "access_token");
        });
    }
}
