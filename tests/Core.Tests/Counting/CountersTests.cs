using CsCheck;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Core.Counting;
using Xunit;

namespace MultiplexCluster.Core.Tests.Counting;

public sealed class CountersTests
{
    private static readonly DateTimeOffset At = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private static readonly Gen<OutcomeClass?> Attempts =
        Gen.Int[0, 9].Select(i => i == 0 ? null : (OutcomeClass?)i);

    private static readonly Gen<RequestOutcome?> Ends =
        Gen.Int[0, 4].Select(i => i == 0 ? null : (RequestOutcome?)i);

    private static readonly Gen<Report> Reports =
        Gen.Select(Attempts, Ends, Gen.Long, Gen.Long).Select((attempt, end, tokens, more) =>
            ReportOf(attempt, end, new TokenUsage(tokens, more, more, tokens)));

    [Fact]
    public void Every_request_counts_once_by_its_end_and_every_other_attempt_as_retried() =>
        Reports.Array[0, 50].Sample(reports =>
        {
            var stats = Sum(reports).ToStats();
            return stats.SuccessfulRequests == reports.Count(r => r.Request is RequestOutcome.Succeeded)
                && stats.FailedRequests == reports.Count(r => r.Request is RequestOutcome.Failed)
                && stats.CancelledRequests == reports.Count(r => r.Request is RequestOutcome.Cancelled)
                && stats.RejectedRequests == reports.Count(r => r.Request is RequestOutcome.Rejected)
                && stats.RetriedAttempts == reports.Count(r => r.Attempt is not null && r.Request is null)
                && stats.RateLimitedAttempts == reports.Count(r => r.Attempt is OutcomeClass.RateLimited);
        });

    [Fact]
    public void Token_sums_never_turn_negative_whatever_a_provider_claims() =>
        Reports.Array[0, 50].Sample(reports =>
        {
            var tokens = Sum(reports).Tokens;
            return tokens is { Input: >= 0, CachedInput: >= 0, Output: >= 0, Total: >= 0 };
        });

    [Fact]
    public void Counters_survive_a_checkpoint_unchanged() =>
        Reports.Array[0, 20].Sample(reports => Counters.Of(Sum(reports).ToStats()) == Sum(reports));

    [Fact]
    public void A_sum_at_the_largest_number_stays_there()
    {
        var counters = Sum([ReportOf(OutcomeClass.Success, null, new TokenUsage(long.MaxValue, 0, 0, long.MaxValue))]);

        var more = counters.With(ReportOf(OutcomeClass.Success, null, new TokenUsage(1, 1, 1, 1)), At);

        Assert.Equal(new TokenUsage(long.MaxValue, 1, 1, long.MaxValue), more.Tokens);
    }

    [Fact]
    public void A_key_check_is_in_no_figure() => Reports.Sample(report =>
    {
        var before = Sum([ReportOf(OutcomeClass.Success, RequestOutcome.Succeeded, new TokenUsage(1, 0, 1, 2))]);
        return before.With(report with { IsKeyCheck = true }, At) == before;
    });

    [Fact]
    public void Only_the_end_of_a_request_moves_the_time_of_the_last_one()
    {
        var counters = Counters.From(At);

        Assert.Null(counters.With(ReportOf(OutcomeClass.Failing, null, default), At).LastRequestAt);
        Assert.Equal(At, counters.With(ReportOf(null, RequestOutcome.Rejected, default), At).LastRequestAt);
    }

    private static Counters Sum(IEnumerable<Report> reports) => reports.Aggregate(Counters.From(At), (sum, r) => sum.With(r, At));

    private static Report ReportOf(OutcomeClass? attempt, RequestOutcome? end, TokenUsage usage) =>
        new(EndpointId.Parse("a"), new CallId(new RouterId(1), 1, 1), 1, attempt, end, usage, null, null);
}
