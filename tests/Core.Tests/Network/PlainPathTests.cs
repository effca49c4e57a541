using CsCheck;
using MultiplexCluster.Contracts.Network;
using Xunit;

namespace MultiplexCluster.Core.Tests.Network;

public sealed class PlainPathTests
{
    [Theory]
    [InlineData("/v1beta/models/gemini-2.0-flash:generateContent")]
    [InlineData("/files/file-abc/content")]
    [InlineData("/files/")]
    [InlineData("/models/a%20b")]
    [InlineData("/models/...")]
    [InlineData("/models/a..b")]
    public void Plain(string path) => Assert.True(PlainPath.IsPlain(path));

    [Fact]
    public void A_plain_path_means_the_same_to_a_url_parser() =>
        Gen.String[Gen.Char["/.%25efF;\\a?#0"], 0, 12].Sample(text =>
        {
            var path = "/" + text;
            if (PlainPath.IsPlain(path))
            {
                // A parser may write an escaped letter plainly; no segment may come or go.
                Assert.Equal(Uri.UnescapeDataString("/base" + path), Uri.UnescapeDataString(new Uri("http://h/base" + path).AbsolutePath));
            }
        });
}
