using System.Net;
using MultiplexCluster.Providers.Relay;
using Xunit;

namespace MultiplexCluster.Providers.Tests.Relay;

public sealed class AddressGuardTests
{
    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.1")]
    [InlineData("100.63.255.255")]
    [InlineData("100.128.0.1")]
    [InlineData("2606:4700::1111")]
    [InlineData("::ffff:8.8.8.8")]
    [InlineData("64:ff9b::808:808")]
    [InlineData("2002:808:808::1")]
    public void Public(string address) => Assert.True(AddressGuard.IsPublic(IPAddress.Parse(address)));

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("0.1.2.3")]
    [InlineData("10.0.0.1")]
    [InlineData("100.64.0.1")]
    [InlineData("127.0.0.1")]
    [InlineData("127.255.255.254")]
    [InlineData("169.254.169.254")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.1.1")]
    [InlineData("198.18.0.1")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::7f00:1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:10.1.2.3")]
    [InlineData("64:ff9b::7f00:1")]
    [InlineData("64:ff9b:1::808:808")]
    [InlineData("2002:7f00:1::1")]
    [InlineData("2001::1")]
    [InlineData("fc00::1")]
    [InlineData("fd12:3456::1")]
    [InlineData("fe80::1")]
    [InlineData("fe80::1%1")]
    [InlineData("fec0::1")]
    [InlineData("ff02::1")]
    public void Inside(string address) => Assert.False(AddressGuard.IsPublic(IPAddress.Parse(address)));

    [Theory]
    [InlineData("https://api.openai.com/v1")]
    [InlineData("https://api.openai.com/v1/")]
    [InlineData("http://example.com:8080")]
    [InlineData("https://[2606:4700::1111]/x")]
    public void Good_base_urls(string url) => Assert.Null(BaseUrl.Check(url, allowPrivateNetworks: false));

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
    public void Inside_base_urls_need_permission(string url)
    {
        Assert.NotNull(BaseUrl.Check(url, allowPrivateNetworks: false));
        Assert.Null(BaseUrl.Check(url, allowPrivateNetworks: true));
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
    public void Bad_base_urls(string url) => Assert.NotNull(BaseUrl.Check(url, allowPrivateNetworks: true));
}
