using CsCheck;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Core.Admission;
using MultiplexCluster.Core.Health;
using MultiplexCluster.Core.Limits;
using Xunit;
using static MultiplexCluster.Core.Tests.Health.HealthCases;

namespace MultiplexCluster.Core.Tests.Limits;

public sealed class RateLimitsTests
{
    private static readonly EndpointSettings Both = Defaults with { RequestsPerMinute = 2, TokensPerMinute = 1_000 };

    [Fact]
    public void Without_a_setting_there_is_no_limit() => Assert.Null(RateLimits.Of(Defaults, RateLimits.Of(Both, null)));

    [Fact]
    public void What_counts_stays_when_the_limit_is_changed()
    {
        var limits = RateLimits.Of(Both, null)!;
        limits.Begin(0, Start);
        limits.Begin(0, Start);

        var raised = RateLimits.Of(Both with { RequestsPerMinute = 3 }, limits)!;

        Assert.Null(raised.FreeAt(1, Start).Limit);
        raised.Begin(0, Start);
        Assert.Equal(LimitKind.Requests, raised.FreeAt(1, Start).Limit);
        Assert.Equal(LimitKind.Requests, RateLimits.Of(Both, raised)!.FreeAt(1, Start).Limit);
    }

    [Fact]
    public void What_is_used_up_is_named_with_its_value()
    {
        var limits = RateLimits.Of(Both, null)!;
        limits.Begin(900, Start);
        Assert.Null(LimitText.Lack(limits, 100, "the request", Start));
        Assert.Equal(
            "its tokens_per_minute have no room: 900 of 1000 used in the last 60 s, the request needs about 101",
            LimitText.Lack(limits, 101, "the request", Start));

        limits.Begin(0, Start);

        Assert.Equal("its requests_per_minute are used up: 2 of 2 in the last 60 s", LimitText.Lack(limits, 1, "the request", Start));
    }

    [Fact]
    public void Of_calls_found_running_after_a_restart_those_count_that_the_restored_windows_do_not()
    {
        var before = RateLimits.Of(Both with { RequestsPerMinute = 3 }, null)!;
        before.Begin(0, Start);
        var wall = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
        var stored = StoredLimitsRules.Store(before, null, running: 1, Start, wall);
        var limits = StoredLimitsRules.Restore(stored, Both with { RequestsPerMinute = 3 }, Start, wall)!;

        Assert.False(limits.Inherit(0, Start));
        Assert.True(limits.Inherit(0, Start));
        Assert.Null(limits.FreeAt(0, Start).Limit);
        Assert.True(limits.Inherit(0, Start));
        Assert.Equal(LimitKind.Requests, limits.FreeAt(0, Start).Limit);
    }

    [Fact]
    public void Once_all_that_ran_are_found_every_call_counts()
    {
        var wall = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
        var limits = StoredLimitsRules.Restore(StoredLimitsRules.Store(RateLimits.Of(Both, null), null, running: 5, Start, wall), Both, Start, wall)!;

        limits.EndInheritance();

        Assert.True(limits.Inherit(0, Start));
    }

    [Fact]
    public void The_estimate_follows_what_calls_used()
    {
        var limits = RateLimits.Of(Both, null)!;
        Assert.Equal(250 + 256, limits.TokensOf(1_000));
        Assert.Equal(0, limits.TokensOf(0));

        for (var i = 0; i < 100; i++)
        {
            limits.Settle(1_000, 0, Start, new TokenUsage(500, 0, 20, 520));
        }

        Assert.InRange(limits.TokensOf(1_000), 515, 530);
    }

    [Fact]
    public void One_absurd_figure_does_not_shut_the_endpoint()
    {
        var limits = RateLimits.Of(Both, null)!;
        var before = limits.TokensOf(1_000);

        limits.Settle(1_000, 0, Start, new TokenUsage(9_000_000_000_000, 0, 9_000_000_000_000, 18_000_000_000_000));

        Assert.InRange(limits.TokensOf(1_000), before, (3 * before) - 1);
    }

    [Fact]
    public void A_call_that_used_nothing_gives_its_tokens_back_and_teaches_nothing()
    {
        var limits = RateLimits.Of(Both, null)!;
        limits.Begin(900, Start);
        Assert.Equal(LimitKind.Tokens, limits.FreeAt(200, Start).Limit);
        var before = limits.Estimate;

        limits.Settle(2_000, 900, Start, TokenUsage.None);

        Assert.Null(limits.FreeAt(1_000, Start).Limit);
        Assert.Equal(before, limits.Estimate);
    }

    [Fact]
    public void A_used_up_limit_shuts_the_gate_until_it_has_room_and_asks_for_no_probe()
    {
        var view = View(RateLimits.Of(Both, null)!);
        view.Limits!.Begin(0, Start);
        view.Limits.Begin(0, Start);

        var gate = AdmissionRules.GateOf(view, 0, Start);

        Assert.Equal((GateKind.UsedUp, Start + Seconds(60.25)), (gate.Kind, gate.Until));
        Assert.Equal((EndpointState.CoolingDown, gate.Until), Condition.Of(gate, enabled: true, isDraining: false));
        Assert.Equal(AdmissionKind.Queue, AdmissionRules.Decide(view, new Applicant(false, false, Seconds(61)), Start).Kind);
        var refused = AdmissionRules.Decide(view, new Applicant(false, LastResort: true, Seconds(60)), Start);
        Assert.Equal((RejectionReason.CoolingDown, Seconds(61.25)), (refused.Reason, refused.RetryAfter!.Value));
        Assert.Equal(AdmissionKind.Grant, AdmissionRules.Decide(view, new Applicant(false, false, Seconds(61)), Start + Seconds(60.25)).Kind);
    }

    [Fact]
    public void A_small_one_does_not_take_the_room_that_a_larger_one_waits_for()
    {
        var view = View(RateLimits.Of(Both with { RequestsPerMinute = null }, null)!);
        view.Limits!.Begin(600, Start);
        var small = new Applicant(true, false, Seconds(120)) { Tokens = 10 };

        Assert.Equal(AdmissionKind.Grant, AdmissionRules.Decide(view, small, Start).Kind);
        Assert.Equal(AdmissionKind.Queue, AdmissionRules.Decide(view with { Waiting = 1, NextTokens = 500 }, small, Start).Kind);
        Assert.Null(AdmissionRules.DecideNext(view with { Waiting = 1, NextTokens = 500 }, Start));
        Assert.NotNull(AdmissionRules.DecideNext(view with { Waiting = 1, NextTokens = 400 }, Start));
    }

    [Fact]
    public void An_open_circuit_and_a_used_up_limit_end_when_both_do() => Gen.Select(Gen.Int[0, 90], Gen.Bool).Sample((later, lastResort) =>
    {
        var open = Enumerable.Range(0, 5).Aggregate(EndpointHealth.Healthy, (h, _) => h.After(OutcomeClass.Failing, Start));
        var view = View(RateLimits.Of(Defaults with { RequestsPerMinute = 1 }, null)!) with { Health = open };
        view.Limits!.Begin(0, Start);
        var now = Start + Seconds(later);

        var kind = AdmissionRules.Decide(view, new Applicant(false, lastResort, Seconds(600)), now).Kind;

        return kind is AdmissionKind.Queue == now < Start + Seconds(60.25);
    });

    [Fact]
    public void After_a_restart_no_more_fits_than_before_it_and_the_estimate_is_kept() =>
        Gen.Select(Gen.Int[0, 90_000].Array[0, 60], Gen.Int[0, 70_000], Gen.Int[1, 40]).Sample((times, later, limit) =>
        {
            var settings = Defaults with { RequestsPerMinute = limit, TokensPerMinute = 100 * limit };
            var limits = RateLimits.Of(settings, null)!;
            limits.Settle(10, 0, Start, new TokenUsage(100, 0, 100, 200));
            var now = Start;
            foreach (var time in times.Order())
            {
                now = Start + TimeSpan.FromMilliseconds(time);
                limits.Begin(60, now);
            }

            var wall = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
            var stored = StoredLimitsRules.Store(limits, null, 0, now, wall);
            var passed = TimeSpan.FromMilliseconds(later);

            // The new incarnation's clock has begun anew.
            var restored = StoredLimitsRules.Restore(stored, settings, Seconds(3), wall + passed)!;

            var (before, after) = (limits.FreeAt(60, now + passed).At - (now + passed), restored.FreeAt(60, Seconds(3)).At - Seconds(3));
            return after >= before && after <= before + Seconds(2) && restored.Estimate == limits.Estimate;
        });

    private static AdmissionView View(RateLimits limits) =>
        new(Defaults, EndpointHealth.Healthy, 0, 0, false, Seconds(1)) { Limits = limits };
}
