using CsCheck;
using MultiplexCluster.Core.Backoff;
using Xunit;

namespace MultiplexCluster.Core.Tests.Backoff;

public sealed class BackoffDelayTests
{
    private static readonly Gen<(TimeSpan Initial, double Factor, TimeSpan Max)> Policies =
        Gen.Select(Gen.Int[1, 3_600_000], Gen.Double[1, 10], Gen.Int[0, 3_600_000])
            .Select((initial, factor, more) => (
                TimeSpan.FromMilliseconds(initial), factor, TimeSpan.FromMilliseconds(Math.Min(initial + more, 3_600_000))));

    [Fact]
    public void A_delay_lies_between_the_exact_one_and_a_tenth_more() =>
        Gen.Select(Policies, Gen.Int[0, 2_000], Gen.Double.Unit).Sample((policy, n, draw) =>
        {
            var exact = Math.Min(policy.Initial.TotalSeconds * Math.Pow(policy.Factor, n), policy.Max.TotalSeconds);
            var delay = BackoffDelay.Next(policy.Initial, policy.Factor, policy.Max, n, draw).TotalSeconds;
            return delay >= exact - 1e-6 && delay <= (exact * 1.1) + 1e-6;
        });

    [Fact]
    public void Without_jitter_delays_never_shrink_and_never_pass_the_longest() =>
        Gen.Select(Policies, Gen.Int[0, 100]).Sample((policy, n) =>
        {
            var delay = BackoffDelay.Next(policy.Initial, policy.Factor, policy.Max, n, draw: 0);
            var next = BackoffDelay.Next(policy.Initial, policy.Factor, policy.Max, n + 1, draw: 0);
            return delay <= next && next <= policy.Max;
        });

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    [InlineData(5, 32)]
    [InlineData(6, 60)]
    [InlineData(int.MaxValue, 60)]
    public void The_defaults_double_from_one_second_to_sixty(int n, int seconds) =>
        Assert.Equal(
            TimeSpan.FromSeconds(seconds),
            BackoffDelay.Next(TimeSpan.FromSeconds(1), 2, TimeSpan.FromSeconds(60), n, draw: 0));
}
