using CsCheck;
using MultiplexCluster.Core.Routing;
using Xunit;

namespace MultiplexCluster.Core.Tests.Routing;

public sealed class WaitBudgetTests
{
    private static readonly Gen<TimeSpan> Times = Gen.Int[0, 40].Select(s => TimeSpan.FromSeconds(s));

    private static readonly Gen<WaitBudget> Budgets = Gen.Select(
        Times.Nullable(), Times, Times.Nullable(), (own, before, here) => new WaitBudget(own, before, here));

    [Fact]
    public void None_of_its_limits_is_exceeded() => Gen.Select(Budgets, Times).Sample((budget, timeout) =>
    {
        var end = budget.EndAt(timeout);
        return end <= (budget.Own ?? timeout)
            && (budget.Here is not { } here || end <= budget.Before + here)
            && (end == budget.Own || end == timeout || end == budget.Before + budget.Here);
    });

    [Fact]
    public void A_model_that_is_not_the_last_leaves_the_others_half_of_the_callers_time() => Gen.Select(Times.Nullable(), Times, Times).Sample((own, before, most) =>
    {
        var share = WaitBudget.Share(own, before, most);
        return share <= most && share >= TimeSpan.Zero
            && (own is not { } whole ? share == most : before >= whole ? share == TimeSpan.Zero : share == most || share == (whole - before) / 2);
    });

    [Fact]
    public void Until_its_callers_own_time_is_over_a_free_slot_serves_it() => Gen.Select(Budgets, Times, Times).Sample((budget, timeout, waited) =>
        budget.TermsAt(waited, timeout) switch
        {
            { LimitMs: null, OnlyAtOnce: var onlyAtOnce } => budget == default && !onlyAtOnce,
            { LimitMs: 0, OnlyAtOnce: var onlyAtOnce } => waited >= budget.Own && !onlyAtOnce,
            { LimitMs: > 0 and var limit, OnlyAtOnce: false } => waited + TimeSpan.FromMilliseconds(limit) == budget.EndAt(timeout),
            { LimitMs: > 0, OnlyAtOnce: true } => waited >= budget.EndAt(timeout) && !(waited >= budget.Own),
            _ => false,
        });

    [Theory]
    [InlineData(4_000, 1, false)]
    [InlineData(10_001, 2, false)]
    [InlineData(0, 1, true)]
    public void Less_than_a_millisecond_is_time_too_and_no_time_at_all_is_enough_for_a_free_slot(int ticks, int limitMs, bool onlyAtOnce) => Assert.Equal(
        new WaitTerms(limitMs, onlyAtOnce), new WaitBudget(null, Here: TimeSpan.FromTicks(ticks)).TermsAt(TimeSpan.Zero, TimeSpan.FromSeconds(120)));

    [Fact]
    public void A_callers_own_limit_that_is_over_is_over() => Assert.Equal(
        new WaitTerms(0, OnlyAtOnce: false),
        new WaitBudget(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(1), TimeSpan.Zero).TermsAt(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(120)));
}
