using CsCheck;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Core.Health;
using Xunit;
using static MultiplexCluster.Core.Tests.Health.HealthCases;

namespace MultiplexCluster.Core.Tests.Health;

public sealed class HealthRulesTests
{
    [Fact]
    public void Five_concurrent_rate_limits_are_one_event()
    {
        var health = EndpointHealth.Healthy;
        for (var i = 0; i < 5; i++)
        {
            health = health.After(OutcomeClass.RateLimited, Start, epoch: 0);
        }

        Assert.Equal((1, Start + Seconds(1)), (health.Backoffs, health.CooldownUntil));
    }

    [Fact]
    public void A_cooldown_never_shortens() =>
        Gen.Select(Gen.Int[0, 100_000], Gen.Int[0, 100_000], Gen.Bool).Sample((first, second, isNews) =>
        {
            var health = EndpointHealth.Healthy.After(OutcomeClass.RateLimited, Start, retryAfter: TimeSpan.FromMilliseconds(first));
            var later = health.After(
                OutcomeClass.RateLimited, Start, epoch: isNews ? health.Epoch : 0, retryAfter: TimeSpan.FromMilliseconds(second));
            return later.CooldownUntil == Start + TimeSpan.FromMilliseconds(Math.Max(first, second));
        });

    [Theory]
    [InlineData(3_599)]
    [InlineData(3_601)]
    [InlineData(86_400)]
    public void The_delay_a_provider_asks_for_is_not_capped_by_the_longest_backoff(int seconds) =>
        Assert.Equal(
            Start + Seconds(seconds),
            EndpointHealth.Healthy.After(OutcomeClass.RateLimited, Start, retryAfter: Seconds(seconds)).CooldownUntil);

    // Defect: a provider that refused with "now" over and over was asked hundreds of times in a second.
    [Fact]
    public void A_provider_that_says_now_is_believed_once_and_backed_off_from_when_it_refuses_again()
    {
        var health = EndpointHealth.Healthy.After(OutcomeClass.RateLimited, Start, retryAfter: TimeSpan.Zero);
        Assert.Equal(Start, health.CooldownUntil);

        health = health.Probing(Start).After(OutcomeClass.RateLimited, Start, isProbe: true, retryAfter: TimeSpan.Zero);

        Assert.Equal(Start + Seconds(2), health.CooldownUntil);
        Assert.Equal(health, health.After(OutcomeClass.RateLimited, Start, epoch: 0, retryAfter: TimeSpan.Zero));
    }

    [Theory]
    [InlineData(OutcomeClass.KeyRefused)]
    [InlineData(OutcomeClass.OutOfQuota)]
    public void A_check_that_is_the_probe_no_more_shuts_no_key(OutcomeClass outcome)
    {
        var refused = EndpointHealth.Healthy.After(OutcomeClass.KeyRefused, Start).Probing(Start);
        var enabled = HealthRules.Reset(refused);

        Assert.Equal(enabled, Checked(enabled, isProbe: false));
        Assert.NotNull(Checked(refused, isProbe: true).Quarantine);
        Assert.NotNull(enabled.After(outcome, Start).Quarantine);

        EndpointHealth Checked(EndpointHealth health, bool isProbe) => HealthRules.Judge(
            health, Defaults, new JudgedCall(refused.Epoch, isProbe) { IsKeyCheck = true }, new CallOutcome(outcome, null, null), Start, draw: 0);
    }

    // Defect: a proxy that answered each check with a page opened the circuit, and a rotated key began behind it.
    [Fact]
    public void A_check_without_a_verdict_only_hands_its_turn_on()
    {
        var probing = EndpointHealth.Healthy.After(OutcomeClass.KeyRefused, Start).Probing(Start);

        Assert.Equal(probing with { Probe = null }, After(isProbe: true));
        Assert.Equal(probing, After(isProbe: false));

        EndpointHealth After(bool isProbe) => HealthRules.Judge(
            probing, Defaults, new JudgedCall(probing.Epoch, isProbe) { IsKeyCheck = true }, new CallOutcome(OutcomeClass.Failing, null, null), Start, draw: 0);
    }

    [Fact]
    public void A_provider_is_not_believed_beyond_a_day() =>
        Assert.Equal(
            Start + TimeSpan.FromDays(1),
            EndpointHealth.Healthy.After(OutcomeClass.RateLimited, Start, retryAfter: TimeSpan.MaxValue).CooldownUntil);

    [Fact]
    public void Rate_limits_without_a_moment_back_off_further_each_time_and_start_over_after_a_success()
    {
        var (health, now) = (EndpointHealth.Healthy, Start);
        foreach (var delay in new[] { 1, 2, 4, 8 })
        {
            health = health.After(OutcomeClass.RateLimited, now, isProbe: health.ProbeNeeded);
            Assert.Equal(now + Seconds(delay), health.CooldownUntil);
            now = health.CooldownUntil;
            health = health.Probing(now);
        }

        health = health.After(OutcomeClass.Success, now, isProbe: true);

        Assert.Equal(GateKind.Open, health.Gate(now).Kind);
        Assert.Equal(now + Seconds(1), health.After(OutcomeClass.RateLimited, now).CooldownUntil);
    }

    [Theory]
    [InlineData(OutcomeClass.Success)]
    [InlineData(OutcomeClass.CallerFault)]
    [InlineData(OutcomeClass.NotWithThisKey)]
    public void A_probe_that_passes_opens_the_gate(OutcomeClass outcome)
    {
        var health = EndpointHealth.Healthy.After(OutcomeClass.RateLimited, Start);

        Assert.Equal(GateKind.CoolingDown, health.Gate(Start + Seconds(0.999)).Kind);
        Assert.Equal(GateKind.ProbeNext, health.Gate(Start + Seconds(1)).Kind);
        health = health.Probing(Start + Seconds(1));
        Assert.Equal(GateKind.ProbeRunning, health.Gate(Start + Seconds(2)).Kind);
        Assert.Equal(GateKind.Open, health.After(outcome, Start + Seconds(2), isProbe: true).Gate(Start + Seconds(2)).Kind);
    }

    [Fact]
    public void An_address_that_must_not_be_reached_is_no_failure_of_the_provider()
    {
        var health = EndpointHealth.Healthy;
        for (var i = 0; i < 20; i++)
        {
            health = health.After(OutcomeClass.AddressBlocked, Start);
        }

        Assert.Equal(EndpointHealth.Healthy, health);
    }

    [Fact]
    public void A_cancelled_probe_hands_its_turn_on()
    {
        var health = EndpointHealth.Healthy.After(OutcomeClass.RateLimited, Start).Probing(Start + Seconds(1));

        Assert.Equal(GateKind.ProbeNext, health.After(OutcomeClass.Cancelled, Start + Seconds(2), isProbe: true).Gate(Start + Seconds(2)).Kind);
    }

    [Fact]
    public void A_probe_without_a_verdict_hands_its_turn_on_after_its_lease()
    {
        var health = EndpointHealth.Healthy.After(OutcomeClass.RateLimited, Start).Probing(Start + Seconds(1));

        Assert.Equal(GateKind.ProbeRunning, health.Gate(Start + Seconds(30.999)).Kind);
        Assert.Equal(GateKind.ProbeNext, health.Gate(Start + Seconds(31)).Kind);
    }

    [Fact]
    public void A_probe_that_took_longer_than_its_lease_still_shows_that_the_cooldown_is_over()
    {
        var limited = EndpointHealth.Healthy.After(OutcomeClass.RateLimited, Start).Probing(Start + Seconds(1));
        var health = limited with { Probe = null };

        var passed = health.After(OutcomeClass.Success, Start + Seconds(45), epoch: health.Epoch);

        Assert.Equal(GateKind.Open, passed.Gate(Start + Seconds(45)).Kind);
    }

    [Fact]
    public void A_late_success_of_before_the_cooldown_does_not_end_it()
    {
        var health = EndpointHealth.Healthy.After(OutcomeClass.RateLimited, Start);

        Assert.Equal(health, health.After(OutcomeClass.Success, Start, epoch: 0));
    }

    [Fact]
    public void Calls_of_before_the_circuit_opened_advance_nothing()
    {
        var health = Opened();

        Assert.Equal(health, health.After(OutcomeClass.Failing, Start, epoch: 0));
        Assert.Equal(health, health.After(OutcomeClass.RateLimited, Start, epoch: 0));
        Assert.Equal(health, health.After(OutcomeClass.Success, Start, epoch: 0));
    }

    [Fact]
    public void A_failed_probe_of_a_cooldown_waits_on_one_step_longer()
    {
        var health = EndpointHealth.Healthy.After(OutcomeClass.RateLimited, Start).Probing(Start + Seconds(1));

        var failed = health.After(OutcomeClass.Failing, Start + Seconds(1), isProbe: true);

        Assert.Equal((2, Start + Seconds(3)), (failed.Backoffs, failed.CooldownUntil));
    }

    [Fact]
    public void A_failed_probe_of_an_open_circuit_opens_it_for_twice_as_long()
    {
        var health = Opened().Probing(Start + Seconds(30));

        var reopened = health.After(OutcomeClass.Failing, Start + Seconds(30), isProbe: true);

        Assert.Equal(Start + Seconds(90), reopened.Breaker.OpenUntil);
        Assert.Equal(GateKind.CircuitOpen, reopened.Gate(Start + Seconds(89)).Kind);
    }

    [Fact]
    public void An_overloaded_provider_is_no_breaker_failure() =>
        Assert.False(Enumerable.Range(0, 50).Aggregate(
            EndpointHealth.Healthy, (h, _) => h.After(OutcomeClass.ProviderOverloaded, Start, isProbe: true)).Breaker.IsOpen);

    [Fact]
    public void A_refused_key_is_quarantined_until_an_operator_acts()
    {
        var health = EndpointHealth.Healthy.After(OutcomeClass.KeyRefused, Start);

        Assert.True(health.IsQuarantined(TimeSpan.MaxValue));
        Assert.Equal(GateKind.ProbeNext, HealthRules.LiftQuarantine(health).Gate(Start).Kind);
        Assert.Equal(GateKind.Open, HealthRules.Reset(health).Gate(Start).Kind);
    }

    [Fact]
    public void A_refused_key_is_over_by_a_success_and_by_no_other_fault()
    {
        var refused = EndpointHealth.Healthy.After(OutcomeClass.KeyRefused, Start).Probing(Start);

        var missing = refused.After(OutcomeClass.CallerFault, Start, isProbe: true);
        Assert.True(missing.IsQuarantined(Start));
        Assert.Null(missing.Probe);
        Assert.False(refused.After(OutcomeClass.Success, Start, isProbe: true).IsQuarantined(Start));
    }

    [Fact]
    public void An_account_out_of_quota_is_quarantined_until_the_providers_moment_else_for_an_hour()
    {
        Assert.Equal(Start + Seconds(7), EndpointHealth.Healthy.After(OutcomeClass.OutOfQuota, Start, retryAfter: Seconds(7)).Quarantine!.Until);
        Assert.Equal(Start + TimeSpan.FromHours(1), EndpointHealth.Healthy.After(OutcomeClass.OutOfQuota, Start).Quarantine!.Until);
    }

    [Fact]
    public void A_quarantine_is_not_shortened_by_a_later_verdict_of_a_concurrent_call()
    {
        var refused = EndpointHealth.Healthy.After(OutcomeClass.KeyRefused, Start);
        var spent = EndpointHealth.Healthy.After(OutcomeClass.OutOfQuota, Start, retryAfter: TimeSpan.FromHours(8));

        Assert.Null(refused.After(OutcomeClass.OutOfQuota, Start, epoch: 0).Quarantine!.Until);
        Assert.Equal(Start + TimeSpan.FromHours(8), spent.After(OutcomeClass.OutOfQuota, Start, epoch: 0, retryAfter: Seconds(1)).Quarantine!.Until);
        Assert.Null(spent.After(OutcomeClass.KeyRefused, Start, epoch: 0).Quarantine!.Until);
    }

    [Fact]
    public void A_quarantine_that_ended_by_itself_is_probed_and_over_when_the_probe_passes()
    {
        var health = EndpointHealth.Healthy.After(OutcomeClass.OutOfQuota, Start, retryAfter: Seconds(7));

        Assert.Equal(GateKind.Quarantined, health.Gate(Start + Seconds(6)).Kind);
        Assert.Equal(GateKind.ProbeNext, health.Gate(Start + Seconds(7)).Kind);
        health = health.Probing(Start + Seconds(7)).After(OutcomeClass.Success, Start + Seconds(8), isProbe: true);
        Assert.Null(health.Quarantine);
        Assert.Equal(GateKind.Open, health.Gate(Start + Seconds(8)).Kind);
    }

    [Fact]
    public void A_reset_makes_running_calls_of_before_it_count_for_nothing()
    {
        var reset = HealthRules.Reset(EndpointHealth.Healthy);

        Assert.Equal(reset, reset.After(OutcomeClass.RateLimited, Start, epoch: 0));
    }

    [Fact]
    public void Healths_that_admit_the_same_have_the_same_gate_and_limit_at_every_later_moment() =>
        Gen.Select(Gen.Int[1, 9].Array[1, 12], Gen.Bool.Array[12, 12], Gen.Int[0, 90_000]).Sample((outcomes, probes, laterMs) =>
        {
            var health = EndpointHealth.Healthy;
            foreach (var (outcome, probe) in outcomes.Zip(probes))
            {
                var before = health;
                health = health.After((OutcomeClass)outcome, Start, isProbe: probe);
                var later = Start + TimeSpan.FromMilliseconds(laterMs);
                if (health.AdmitsAs(before)
                    && (health.Gate(later) != before.Gate(later) || health.Breaker.Limit(50, later) != before.Breaker.Limit(50, later)))
                {
                    return false;
                }
            }

            return true;
        });

    [Fact]
    public void A_success_in_good_health_changes_nothing_that_admission_sees() =>
        Assert.True(EndpointHealth.Healthy.After(OutcomeClass.Success, Start).AdmitsAs(EndpointHealth.Healthy));

    private static EndpointHealth Opened() => Enumerable.Range(0, 5).Aggregate(
        EndpointHealth.Healthy, (h, _) => h.After(OutcomeClass.Failing, Start));
}
