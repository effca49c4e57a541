using MultiplexCluster.Contracts.Network;
using Xunit;

namespace MultiplexCluster.Core.Tests.Network;

public sealed class LocalNamesTests
{
    [Theory]
    [InlineData("localhost")]
    [InlineData("LOCALHOST.")]
    [InlineData("a.localhost")]
    [InlineData("printer.local")]
    [InlineData("metadata.google.internal")]
    [InlineData("localhost.localdomain")]
    [InlineData("router.home.arpa..")]
    public void Names_of_the_local_network(string host) => Assert.True(LocalNames.Contains(host));

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("api.openai.com")]
    [InlineData("notlocalhost")]
    [InlineData("local.example.com")]
    [InlineData("myinternal")]
    public void Other_names(string host) => Assert.False(LocalNames.Contains(host));
}
