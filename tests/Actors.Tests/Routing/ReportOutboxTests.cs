using CsCheck;
using MultiplexCluster.Actors.Routing;

namespace MultiplexCluster.Actors.Tests.Routing;

public sealed class ReportOutboxTests
{
    private static readonly EndpointId A = EndpointId.Parse("a");
    private static readonly RouterId Me = new(7);

    private static readonly Gen<(OutcomeClass? Attempt, RequestOutcome? Request, int Tokens)> Ends = Gen.Select(
        Gen.Int[0, 9].Select(a => a == 0 ? (OutcomeClass?)null : (OutcomeClass)a),
        Gen.Int[0, 4].Select(r => r == 0 ? (RequestOutcome?)null : (RequestOutcome)r),
        Gen.Int[0, 1_000]);

    [Fact]
    public void However_many_are_kept_all_are_told_again_page_by_page_and_count_the_same() =>
        Gen.Select(Ends.Array[1, 20], Gen.Int[0, 12_000]).Sample((ends, count) =>
        {
            var (outbox, kept) = Filled(ends, count);

            var told = Told(outbox, 1);

            Assert.Equal(Enumerable.Range(1, count).Select(i => (long)i), told.Select(r => r.Number));
            Assert.Equal(Sums(kept), Sums(told));
            Assert.All(told, r => Assert.Equal((A, Me), (r.EndpointId, r.CallId.Router)));
        }, iter: 20);

    [Fact]
    public void Of_a_part_that_is_covered_the_rest_is_told_and_its_numbers_have_no_gap() =>
        Gen.Select(Ends.Array[1, 20], Gen.Int[1, 12_000], Gen.Int[0, 12_000]).Sample((ends, count, covered) =>
        {
            var (outbox, kept) = Filled(ends, count);
            covered = Math.Min(covered, count);
            outbox.Covered(covered);

            var told = Told(outbox, covered + 1);

            Assert.Equal(Enumerable.Range(covered + 1, count - covered).Select(i => (long)i), told.Select(r => r.Number));
            Assert.True(told.Sum(r => r.Usage.Total) <= kept.Sum(r => r.Usage.Total));
            Assert.Equal(told.Count + 1, outbox.NextNumber() - covered);
        }, iter: 20);

    [Fact]
    public void What_is_folded_while_earlier_ones_are_told_again_is_told_after_them() =>
        Gen.Select(Ends.Array[1, 20], Gen.Int[5_000, 9_000], Gen.Int[0, 6_000]).Sample((ends, count, more) =>
        {
            var (outbox, kept) = Filled(ends, count);
            var told = outbox.From(1).ToList();
            kept.AddRange(Fill(outbox, ends, more));

            told.AddRange(Told(outbox, told[^1].Number + 1));

            Assert.Equal(Enumerable.Range(1, count + more).Select(i => (long)i), told.Select(r => r.Number));
            Assert.Equal(Sums(kept), Sums(told));
        }, iter: 20);

    [Fact]
    public void The_store_away_for_long_costs_no_memory_per_report()
    {
        var (outbox, _) = Filled([(OutcomeClass.Success, RequestOutcome.Succeeded, 10)], 10_000);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        for (var i = 0; i < 200_000; i++)
        {
            outbox.Keep(Report(outbox, i, (OutcomeClass.Success, RequestOutcome.Succeeded, 10)));
        }

        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 4_000_000);
        GC.KeepAlive(outbox);
    }

    [Fact]
    public void An_endpoint_made_anew_is_told_what_is_left_from_its_first_number_on()
    {
        var (outbox, _) = Filled([(OutcomeClass.Success, RequestOutcome.Succeeded, 10)], 10_000);
        outbox.Covered(3_000);

        var told = Told(outbox, 1);

        Assert.Equal(Enumerable.Range(1, 7_000).Select(i => (long)i), told.Select(r => r.Number));
        Assert.Equal(7_001, outbox.NextNumber());
    }

    private static (ReportOutbox Outbox, List<Report> Kept) Filled((OutcomeClass? Attempt, RequestOutcome? Request, int Tokens)[] ends, int count)
    {
        var outbox = new ReportOutbox();
        return (outbox, Fill(outbox, ends, count));
    }

    private static List<Report> Fill(ReportOutbox outbox, (OutcomeClass? Attempt, RequestOutcome? Request, int Tokens)[] ends, int count)
    {
        var kept = new List<Report>();
        for (var i = 0; i < count; i++)
        {
            kept.Add(Report(outbox, i, ends[i % ends.Length]));
            outbox.Keep(kept[^1]);
        }

        return kept;
    }

    private static Report Report(ReportOutbox outbox, int i, (OutcomeClass? Attempt, RequestOutcome? Request, int Tokens) end) => new(
        A, new CallId(Me, i, 1), outbox.NextNumber(), end.Attempt, end.Request, new TokenUsage(end.Tokens, 0, end.Tokens, 2 * end.Tokens), null, null);

    // As an endpoint does: a checkpoint covers what was told, and brings what follows.
    private static List<Report> Told(ReportOutbox outbox, long from)
    {
        var told = new List<Report>();
        for (var page = outbox.From(from); page.Count > 0; page = outbox.Covered(page[^1].Number))
        {
            Assert.InRange(page.Count, 1, ReportOutbox.Page);
            told.AddRange(page);
        }

        return told;
    }

    private static (string Kinds, TokenUsage Usage) Sums(List<Report> reports) => (
        string.Join(' ', reports.GroupBy(r => (r.Attempt, r.Request)).Select(g => $"{g.Key}={g.Count()}").Order(StringComparer.Ordinal)),
        new TokenUsage(
            reports.Sum(r => r.Usage.Input), reports.Sum(r => r.Usage.CachedInput), reports.Sum(r => r.Usage.Output), reports.Sum(r => r.Usage.Total)));
}
