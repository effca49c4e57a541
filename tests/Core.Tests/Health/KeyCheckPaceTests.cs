using MultiplexCluster.Core.Health;
using Xunit;

namespace MultiplexCluster.Core.Tests.Health;

public sealed class KeyCheckPaceTests
{
    [Theory]
    [InlineData(0, 5)]
    [InlineData(1, 10)]
    [InlineData(2, 20)]
    [InlineData(3, 40)]
    [InlineData(4, 60)]
    [InlineData(1_000_000, 60)]
    public void Each_pause_is_twice_as_long_at_most_twelvefold(int made, int minutes)
    {
        Assert.Equal(TimeSpan.FromMinutes(minutes), KeyCheckPace.Next(TimeSpan.FromMinutes(5), made, draw: 0));
        Assert.Equal(TimeSpan.FromMinutes(minutes * 1.1), KeyCheckPace.Next(TimeSpan.FromMinutes(5), made, draw: 1));
    }
}
