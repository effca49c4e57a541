using CsCheck;
using MultiplexCluster.Core.Counting;
using Xunit;

namespace MultiplexCluster.Core.Tests.Counting;

public sealed class ReportMarkTests
{
    // Any sequence of numbers stands for any loss, duplication and reordering of a router's reports.
    private static readonly Gen<long[]> Arrivals = Gen.Long[1, 8].Array[0, 40];

    [Fact]
    public void Each_report_is_counted_once_and_in_order() => Arrivals.Sample(arrivals =>
    {
        var (mark, counted) = Count(default, arrivals);
        return counted.SequenceEqual(Enumerable.Range(1, counted.Count).Select(n => (long)n)) && mark.Expected == counted.Count + 1;
    });

    [Fact]
    public void Sending_again_from_the_expected_number_counts_every_report_whatever_was_lost_before() => Arrivals.Sample(arrivals =>
    {
        var (mark, before) = Count(default, arrivals);
        var (_, after) = Count(mark, [.. Enumerable.Range(1, 8).Select(n => (long)n).Where(n => n >= mark.Expected)]);
        return before.Count + after.Count == 8;
    });

    [Fact]
    public void A_mark_never_goes_back() => Gen.Select(Arrivals, Gen.Long[0, 8]).Sample((arrivals, restored) =>
    {
        var mark = Count(default, arrivals).Mark;
        var after = mark.NotBefore(restored);
        return after.Last >= mark.Last && after.Last >= restored && after.Last == Math.Max(mark.Last, restored);
    });

    [Fact]
    public void What_is_counted_is_a_duplicate_and_what_comes_too_soon_a_gap() => Gen.Select(Gen.Long[0, 100], Gen.Long[1, 100]).Sample((last, number) =>
        new ReportMark(last).Meets(number) == (number <= last ? ReportEntry.Duplicate : number == last + 1 ? ReportEntry.New : ReportEntry.Gap));

    private static (ReportMark Mark, List<long> Counted) Count(ReportMark mark, long[] arrivals)
    {
        var counted = new List<long>();
        foreach (var number in arrivals)
        {
            if (mark.Meets(number) is ReportEntry.New)
            {
                mark = new ReportMark(number);
                counted.Add(number);
            }
        }

        return (mark, counted);
    }
}
