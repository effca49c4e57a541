using CsCheck;
using MultiplexCluster.Core.Breaker;
using Xunit;

namespace MultiplexCluster.Core.Tests.Breaker;

public sealed class FailureWindowTests
{
    private static readonly TimeSpan Bucket = TimeSpan.FromSeconds(5);

    private static readonly Gen<(int Wait, bool Failed)[]> Outcomes = Gen.Select(Gen.Int[0, 12_000], Gen.Bool).Array[0, 60];

    [Fact]
    public void It_counts_what_is_younger_than_six_buckets_and_nothing_older() => Outcomes.Sample(outcomes =>
    {
        var (window, now) = (default(FailureWindow), TimeSpan.FromHours(1));
        var all = new List<(TimeSpan At, bool Failed)>();
        foreach (var (wait, failed) in outcomes)
        {
            now += TimeSpan.FromMilliseconds(wait);
            window = window.Add(now, failed);
            all.Add((now, failed));
            var counted = all.Where(o => (now.Ticks / Bucket.Ticks) - (o.At.Ticks / Bucket.Ticks) < 6).ToList();
            if (window.Count(now) != (counted.Count, counted.Count(o => o.Failed)))
            {
                return false;
            }
        }

        return true;
    });

    [Fact]
    public void Adding_gives_a_new_window_and_leaves_the_old_one() => Outcomes.Sample(outcomes =>
    {
        var now = TimeSpan.FromHours(1);
        var window = outcomes.Aggregate(default(FailureWindow), (w, o) => w.Add(now, o.Failed));
        var before = window.Count(now);

        var more = window.Add(now, failed: true);

        return window.Count(now) == before && more != window && more.Count(now).Total == before.Total + 1;
    });
}
