using MultiplexCluster.Core.Routing;
using Xunit;

namespace MultiplexCluster.Core.Tests.Routing;

public sealed class PoolLabelsTests
{
    [Fact]
    public void All_are_named_where_they_are_few() =>
        Assert.Equal("no endpoint has the pool label 'c' of X-Multiplex-Pool: there are a, b", PoolLabels.Unknown("c", ["a", "b"]));

    [Fact]
    public void Where_there_is_none_it_says_so() =>
        Assert.EndsWith("no endpoint has a pool label; leave the header out", PoolLabels.Unknown("c", []), StringComparison.Ordinal);

    [Fact]
    public void Of_many_the_first_are_named_and_the_others_counted() =>
        Assert.EndsWith(", p119 and 7 more", PoolLabels.Unknown("c", [.. Enumerable.Range(100, 27).Select(i => $"p{i}")]), StringComparison.Ordinal);
}
