using CsCheck;
using MultiplexCluster.Contracts.Network;
using Xunit;

namespace MultiplexCluster.Core.Tests.Network;

public sealed class BaseUrlRuleTests
{
    [Theory]
    [InlineData("https://api.openai.com/v1")]
    [InlineData("https://api.openai.com/v1/")]
    [InlineData("http://example.com:8080")]
    [InlineData("https://[2606:4700::1111]/x")]
    [InlineData("https://example.com/")]
    [InlineData("HTTPS://Example.com/a~b/c:d")]
    [InlineData("https://a_b.example.com")]
    [InlineData("http://172.32.0.1:65535/a/v1/")]
    public void Good_base_urls(string url) => Assert.True(BaseUrlRule.IsWellFormed(url) && BaseUrlRule.IsPublic(url));

    [Theory]
    [InlineData("http://localhost")]
    [InlineData("http://LOCALHOST./v1")]
    [InlineData("http://a.localhost:1")]
    [InlineData("http://127.0.0.1")]
    [InlineData("http://2130706433")]
    [InlineData("http://0x7f.1")]
    [InlineData("http://0177.0.0.1")]
    [InlineData("http://[::1]")]
    [InlineData("http://[::ffff:127.0.0.1]")]
    [InlineData("http://169.254.169.254/latest")]
    [InlineData("http://metadata.google.internal")]
    [InlineData("http://localhost:8080/v1")]
    [InlineData("http://127.1")]
    [InlineData("http://127.0.0.1.")]
    [InlineData("http://0")]
    [InlineData("http://0x7f000001")]
    [InlineData("http://10.0.0.1")]
    [InlineData("http://192.0.2.1")]
    [InlineData("http://[fd00::1]")]
    [InlineData("http://[::8.8.8.8]")]
    [InlineData("http://printer.local")]
    [InlineData("http://4294967297")]
    [InlineData("http://1.2.3.4.5")]
    [InlineData("http://a.0x7f")]
    public void Inside_base_urls_need_permission(string url)
    {
        Assert.True(BaseUrlRule.IsWellFormed(url));
        Assert.False(BaseUrlRule.IsPublic(url));
    }

    [Theory]
    [InlineData("")]
    [InlineData("api.openai.com")]
    [InlineData("/v1")]
    [InlineData("ftp://example.com")]
    [InlineData("file:///etc/passwd")]
    [InlineData("https:example.com")]
    [InlineData("https://user:pw@example.com")]
    [InlineData("https://example.com@evil.com")]
    [InlineData("https://example.com/?a=1")]
    [InlineData("https://example.com/#x")]
    [InlineData("https://example.com/a/../b")]
    [InlineData("https://example.com/a//b")]
    [InlineData("https://example.com/%2e%2e")]
    [InlineData("https://example.com\\evil.com")]
    [InlineData("https://exam ple.com")]
    [InlineData("https://example.com/\r\nx")]
    [InlineData("http://")]
    [InlineData("http:///v1")]
    [InlineData("https://example.com:0")]
    [InlineData("https://example.com:65536")]
    [InlineData("https://example.com:")]
    [InlineData("https://exämple.com")]
    [InlineData("https://[fe80::1%25eth0]")]
    [InlineData("https://example.com/a/./b")]
    [InlineData("https://example.com/..;x/b")]
    [InlineData("https://example.com//")]
    [InlineData("https://example.com/a//")]
    [InlineData("https://example.com/%20")]
    [InlineData("https://example.com/a@b")]
    [InlineData("https://example.com/ä")]
    [InlineData("https://example.com/<a>")]
    [InlineData(" https://example.com")]
    [InlineData("https://example.com ")]
    [InlineData("https:/\\example.com")]
    [InlineData("https://example.com?")]
    [InlineData("https://example.com#")]
    public void Bad_base_urls(string url) => Assert.False(BaseUrlRule.IsWellFormed(url));

    [Fact]
    public void A_base_url_has_at_most_2048_characters()
    {
        var longest = "https://example.com/".PadRight(BaseUrlRule.MaxLength, 'a');

        Assert.True(BaseUrlRule.IsWellFormed(longest));
        Assert.False(BaseUrlRule.IsWellFormed(longest + "a"));
    }

    [Theory]
    [InlineData("https://example.com", "")]
    [InlineData("https://example.com/", "")]
    [InlineData("https://example.com:8443/a/v1/", "/a/v1")]
    [InlineData("https://[2606:4700::1111]/x", "/x")]
    public void The_path_is_as_written_without_a_trailing_slash(string url, string path) => Assert.Equal(path, BaseUrlRule.PathOf(url));

    [Fact]
    public void A_well_formed_url_means_the_same_to_a_url_parser() =>
        Gen.Select(Gen.OneOf("http://h", "https://a.b:1", "http://1.1.1.1"), Gen.String[Gen.Char["/.%25@:;\\a?#0[]"], 0, 12]).Sample((start, rest) =>
        {
            if (BaseUrlRule.IsWellFormed(start + rest))
            {
                var url = new Uri(start + rest);
                Assert.Equal(BaseUrlRule.PathOf(start + rest), url.AbsolutePath.TrimEnd('/'));
                Assert.Equal("", url.UserInfo + url.Query + url.Fragment);
            }
        });
}
