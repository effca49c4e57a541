using MultiplexCluster.Core.Limits;
using Xunit;
using static MultiplexCluster.Core.Tests.Health.HealthCases;

namespace MultiplexCluster.Core.Tests.Limits;

public sealed class LimitTextTests
{
    // Defect: 180 of 300 were said to be used up.
    [Fact]
    public void A_limit_without_room_for_a_call_says_what_is_used_and_what_the_call_needs()
    {
        var limits = Used(180);

        Assert.Equal(
            "its tokens_per_minute have no room: 180 of 300 used in the last 60 s, the request needs about 133",
            LimitText.Lack(limits, 133, "the request", Start));
        Assert.Null(LimitText.Lack(limits, 120, "the request", Start));
    }

    [Fact]
    public void A_limit_that_has_nothing_left_is_used_up_for_all() =>
        Assert.Equal("its tokens_per_minute are used up: 310 of 300 in the last 60 s", LimitText.Lack(Used(310), 0, "the request", Start));

    [Theory]
    [InlineData(149, null)]
    [InlineData(150, "150 of 300 tokens_per_minute used in the last 60 s")]
    public void From_the_half_on_it_is_told_how_much_is_used(long tokens, string? told) => Assert.Equal(told, LimitText.Use(Used(tokens), Start));

    [Fact]
    public void Both_limits_are_told()
    {
        var limits = Used(200);
        for (var i = 0; i < 5; i++)
        {
            limits.Begin(0, Start);
        }

        Assert.Equal("6 of 10 requests_per_minute and 200 of 300 tokens_per_minute used in the last 60 s", LimitText.Use(limits, Start));
    }

    private static RateLimits Used(long tokens)
    {
        var limits = RateLimits.Of(Defaults with { RequestsPerMinute = 10, TokensPerMinute = 300 }, null)!;
        limits.Begin(tokens, Start);
        return limits;
    }
}
