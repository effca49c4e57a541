using CsCheck;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Core.Counting;
using Xunit;

namespace MultiplexCluster.Core.Tests.Counting;

public sealed class ReportLedgerTests
{
    private static readonly RouterId A = new(1);
    private static readonly RouterId B = new(2);

    // Any sequence of numbers stands for any interleaving, loss, duplication and reordering of two routers' reports.
    private static readonly Gen<(RouterId Router, long Number)[]> Arrivals =
        Gen.Select(Gen.Bool, Gen.Long[1, 8]).Select((a, n) => (a ? A : B, n)).Array[0, 80];

    [Fact]
    public void Each_report_is_counted_once_and_in_order() => Arrivals.Sample(arrivals =>
    {
        var ledger = new ReportLedger();
        var counted = arrivals.Where(a => ledger.Enter(a.Router, a.Number) is LedgerEntry.New).ToList();
        return new[] { A, B }.All(router =>
        {
            var numbers = counted.Where(c => c.Router == router).Select(c => c.Number).ToList();
            return numbers.SequenceEqual(Enumerable.Range(1, numbers.Count).Select(n => (long)n))
                && ledger.Expected(router) == numbers.Count + 1;
        });
    });

    [Fact]
    public void Sending_again_from_the_expected_number_counts_every_report_whatever_was_lost_before() => Arrivals.Sample(arrivals =>
    {
        var ledger = new ReportLedger();
        var counted = arrivals.Count(a => a.Router == A && ledger.Enter(a.Router, a.Number) is LedgerEntry.New);
        for (var n = ledger.Expected(A); n <= 8; n++)
        {
            counted += ledger.Enter(A, n) is LedgerEntry.New ? 1 : 0;
        }

        return counted == 8;
    });

    [Fact]
    public void Marks_never_go_back() => Gen.Select(Arrivals, Gen.Long[0, 8], Arrivals).Sample((before, restored, after) =>
    {
        var ledger = new ReportLedger();
        var last = 0L;
        bool Advances()
        {
            var mark = ledger.Expected(A) - 1;
            var advances = mark >= last;
            last = mark;
            return advances;
        }

        return before.All(a => Enters(ledger, a) && Advances())
            && Restores(ledger, restored) && Advances() && last >= restored
            && after.All(a => Enters(ledger, a) && Advances());
    });

    [Fact]
    public void A_router_that_cannot_report_again_is_forgotten_and_the_others_are_kept()
    {
        var ledger = new ReportLedger();
        ledger.Enter(A, 1);
        ledger.Enter(B, 1);

        ledger.KeepOnly(new HashSet<RouterId> { B });

        Assert.Equal([B], ledger.Marks.Keys);
    }

    private static bool Enters(ReportLedger ledger, (RouterId Router, long Number) arrival) =>
        ledger.Enter(arrival.Router, arrival.Number) is LedgerEntry.New or LedgerEntry.Duplicate or LedgerEntry.Gap;

    private static bool Restores(ReportLedger ledger, long mark)
    {
        ledger.Restore(new Dictionary<RouterId, long> { [A] = mark });
        return true;
    }
}
