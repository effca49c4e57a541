using CsCheck;
using MultiplexCluster.Contracts.Durability;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Core.Health;
using Xunit;
using static MultiplexCluster.Core.Tests.Health.HealthCases;

namespace MultiplexCluster.Core.Tests.Health;

public sealed class StoredHealthRulesTests
{
    private static readonly DateTimeOffset Wall = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    // A sequence of outcomes with waits between them, each of a call granted at that moment where one would be.
    private static readonly Gen<(OutcomeClass Outcome, int WaitMs, int RetryAfterMs)[]> Histories =
        Gen.Select(Gen.Int[1, 9].Select(i => (OutcomeClass)i), Gen.Int[0, 20_000], Gen.Int[-5_000, 20_000]).Array[0, 15];

    [Fact]
    public void A_restart_grants_nothing_that_the_running_endpoint_would_not_grant() =>
        Gen.Select(Histories, Gen.Int[0, 30_000]).Sample((history, laterMs) =>
        {
            var (health, now) = Lived(history);
            var restored = Restarted(health, now, now);
            var later = now + TimeSpan.FromMilliseconds(laterMs);
            var (before, after) = (health.Gate(later).Kind, restored.Gate(later).Kind);

            // A probe dies with its holder's permit: the next may probe at once.
            return after == before || (before is GateKind.ProbeRunning && after is GateKind.ProbeNext);
        });

    [Fact]
    public void Time_that_passes_while_it_is_down_counts()
    {
        var health = EndpointHealth.Healthy.After(OutcomeClass.RateLimited, Start, retryAfter: Seconds(10));

        var restored = StoredHealthRules.Restore(StoredHealthRules.Store(health, Start, Wall), Seconds(5), Wall + Seconds(4));

        Assert.Equal(GateKind.CoolingDown, restored.Gate(Seconds(10.999)).Kind);
        Assert.Equal(GateKind.ProbeNext, restored.Gate(Seconds(11)).Kind);
    }

    [Fact]
    public void A_wall_clock_stepped_back_holds_it_no_longer_than_a_day()
    {
        var health = EndpointHealth.Healthy.After(OutcomeClass.RateLimited, Start, retryAfter: Seconds(10));

        var restored = StoredHealthRules.Restore(StoredHealthRules.Store(health, Start, Wall), Start, Wall - TimeSpan.FromDays(365));

        Assert.Equal(GateKind.ProbeNext, restored.Gate(Start + TimeSpan.FromDays(1)).Kind);
    }

    [Fact]
    public void A_quarantine_that_ended_by_itself_before_the_checkpoint_does_not_last_for_ever_after_it()
    {
        var health = EndpointHealth.Healthy.After(OutcomeClass.OutOfQuota, Start, retryAfter: Seconds(10));
        var over = Start + Seconds(11);

        Assert.Equal(GateKind.ProbeNext, Restarted(health, over, over).Gate(over).Kind);
    }

    [Fact]
    public void A_cooldown_that_ended_before_the_checkpoint_is_still_probed_after_it()
    {
        var health = EndpointHealth.Healthy.After(OutcomeClass.RateLimited, Start);
        var over = Start + Seconds(2);

        Assert.Equal(GateKind.ProbeNext, Restarted(health, over, over).Gate(over).Kind);
    }

    [Fact]
    public void A_restarted_endpoint_still_forgets_its_reopenings_when_it_stays_healthy()
    {
        var reopened = Opened().Probing(Start + Seconds(30)).After(OutcomeClass.Failing, Start + Seconds(30), isProbe: true);
        var closed = reopened.Probing(Start + Seconds(90)).After(OutcomeClass.Success, Start + Seconds(90), isProbe: true);

        var restored = Restarted(closed, Start + Seconds(90), Start);

        Assert.Equal(120, OpensFor(restored, Start + Seconds(59)));
        Assert.Equal(60, OpensFor(restored, Start + Seconds(60)));
        Assert.Equal(30, OpensFor(restored, Start + Seconds(90)));
    }

    [Fact]
    public void A_checkpoint_that_does_not_say_when_the_circuit_closed_counts_from_the_restart()
    {
        var stored = new StoredHealth(null, 0, 0, null, Reopenings: 1, null, null);

        var restored = StoredHealthRules.Restore(stored, Start, Wall);

        Assert.Equal(120, OpensFor(restored, Start));
        Assert.Equal(500, restored.Breaker.Limit(500, Start));
    }

    [Fact]
    public void A_wall_clock_stepped_back_does_not_hold_the_slow_start_up()
    {
        var closed = Opened().Probing(Start + Seconds(30)).After(OutcomeClass.Success, Start + Seconds(30), isProbe: true);

        var restored = StoredHealthRules.Restore(
            StoredHealthRules.Store(closed, Start + Seconds(30), Wall), Start, Wall - TimeSpan.FromDays(365));

        Assert.Equal(500, restored.Breaker.Limit(500, Start + Seconds(10)));
    }

    [Fact]
    public void Healthy_stays_healthy() =>
        Assert.Equal(EndpointHealth.Healthy with { Epoch = 1 }, Restarted(EndpointHealth.Healthy, Start, Start));

    private static EndpointHealth Opened() =>
        Enumerable.Range(0, 5).Aggregate(EndpointHealth.Healthy, (h, _) => h.After(OutcomeClass.Failing, Start));

    private static double OpensFor(EndpointHealth health, TimeSpan now) =>
        (Enumerable.Range(0, 5).Aggregate(health, (h, _) => h.After(OutcomeClass.Failing, now)).Breaker.OpenUntil!.Value - now).TotalSeconds;

    private static EndpointHealth Restarted(EndpointHealth health, TimeSpan stored, TimeSpan restored) =>
        StoredHealthRules.Restore(StoredHealthRules.Store(health, stored, Wall), restored, Wall);

    private static (EndpointHealth Health, TimeSpan Now) Lived((OutcomeClass Outcome, int WaitMs, int RetryAfterMs)[] history)
    {
        var (health, now) = (EndpointHealth.Healthy, Start);
        foreach (var (outcome, wait, retryAfter) in history)
        {
            now += TimeSpan.FromMilliseconds(wait);
            var probes = health.Gate(now).Kind is GateKind.ProbeNext;
            health = probes ? health.Probing(now) : health;
            health = health.After(outcome, now, isProbe: probes, retryAfter: retryAfter < 0 ? null : TimeSpan.FromMilliseconds(retryAfter));
        }

        return (health, now);
    }
}
