using MultiplexCluster.Contracts.Identity;
using Xunit;

namespace MultiplexCluster.Core.Tests.Identity;

public sealed class LabelTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("...")]
    [InlineData(".a")]
    [InlineData("a..b")]
    [InlineData("A-z_0.9")]
    public void What_can_stand_in_a_path_is_a_label(string text)
    {
        Assert.True(Label.IsValid(text));
        Assert.True(EndpointId.TryParse(text, out _));
    }

    // Defect: the last two were taken in X-Multiplex-Endpoint and X-Multiplex-Pool, and as a pool's name.
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("a/b")]
    [InlineData("a b")]
    [InlineData("ä")]
    [InlineData(".")]
    [InlineData("..")]
    public void What_cannot_is_none(string? text)
    {
        Assert.False(Label.IsValid(text));
        Assert.False(EndpointId.TryParse(text, out _));
    }
}
