using CsCheck;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Core.Admission;
using MultiplexCluster.Core.Health;
using MultiplexCluster.Core.Tests.Health;
using Xunit;
using static MultiplexCluster.Core.Tests.Health.HealthCases;

namespace MultiplexCluster.Core.Tests.Admission;

public sealed class AdmissionRulesTests
{
    private static readonly EndpointHealth Cooling = EndpointHealth.Healthy.After(OutcomeClass.RateLimited, Start, retryAfter: Seconds(10));
    private static readonly EndpointHealth Open = Enumerable.Range(0, 5).Aggregate(EndpointHealth.Healthy, (h, _) => h.After(OutcomeClass.Failing, Start));
    private static readonly EndpointHealth Refused = EndpointHealth.Healthy.After(OutcomeClass.KeyRefused, Start);
    private static readonly EndpointHealth Half = EndpointHealth.Healthy.After(OutcomeClass.RateLimited, Start, retryAfter: TimeSpan.Zero);

    private static readonly Gen<AdmissionView> Views = Gen.Select(
        Gen.Int[1, 5], Gen.Int[0, 7], Gen.Int[0, 5], Gen.Int[0, 7], Gen.Bool, Gen.Bool, Gen.Bool, Gen.Int[0, 4].Select(i => new[] { EndpointHealth.Healthy, Cooling, Open, Refused, Half }[i]))
        .Select((limit, running, size, waiting, queues, enabled, draining, health) => new AdmissionView(
            Defaults with { MaxConcurrentRequests = limit, QueueSize = size, QueueEnabled = queues, Enabled = enabled },
            health, running, waiting, draining, Seconds(1)));

    private static readonly Gen<Applicant> Applicants =
        Gen.Select(Gen.Bool, Gen.Bool, Gen.Int[-1, 40], Gen.Bool).Select((isRetry, lastResort, s, isPinned) =>
            new Applicant(isRetry, lastResort, Seconds(s), isPinned));

    [Fact]
    public void A_report_waits_only_where_nobody_can_miss_its_slot() => Views.Where(view => view.Running > 0).Sample(view =>
        !AdmissionRules.ReportMayWait(view, Start)
        || (view.Waiting == 0 && view.Running < view.Health.Breaker.Limit(view.Settings.MaxConcurrentRequests, Start) && view.Settings.QueueEnabled
            && view.Health.Gate(Start).Kind is GateKind.Open
            && AdmissionRules.Decide(view with { Running = view.Settings.MaxConcurrentRequests, IsDraining = false, Settings = view.Settings with { Enabled = true } }, new Applicant(false, false, Seconds(5)), Start).Kind is AdmissionKind.Queue));

    [Fact]
    public void Nothing_is_granted_over_the_limit_or_through_a_closed_gate() => Gen.Select(Views, Applicants).Sample((view, applicant) =>
    {
        var decision = AdmissionRules.Decide(view, applicant, Start);
        var gate = view.Health.Gate(Start).Kind;
        return decision.Kind switch
        {
            AdmissionKind.Grant => view.Running < view.Settings.MaxConcurrentRequests && gate is GateKind.Open && Serves(view),
            AdmissionKind.GrantProbe => view.Running < view.Settings.MaxConcurrentRequests && Serves(view)
                && (gate is GateKind.ProbeNext || (gate is GateKind.CircuitOpen && applicant.LastResort)),
            _ => true,
        };
    });

    [Fact]
    public void A_free_slot_behind_an_open_gate_is_always_granted_when_nobody_waits() => Gen.Select(Views, Applicants).Sample((view, applicant) =>
        view.Waiting > 0 || !Serves(view) || view.Running >= view.Settings.MaxConcurrentRequests || applicant.Remaining <= TimeSpan.Zero
        || view.Health.Gate(Start).Kind is not GateKind.Open
        || AdmissionRules.Decide(view, applicant, Start).Kind is AdmissionKind.Grant);

    [Fact]
    public void Nobody_waits_in_a_full_queue_but_a_retry_in_the_place_of_a_free_slot() => Gen.Select(Views, Applicants).Sample((view, applicant) =>
        AdmissionRules.Decide(view, applicant, Start).Kind is not AdmissionKind.Queue
        || (view.Settings.QueueEnabled && view.Waiting < view.Settings.QueueSize)
        || (applicant.IsRetry && view.Waiting + view.Running < view.Settings.QueueSize + view.Settings.MaxConcurrentRequests));

    [Fact]
    public void Nobody_but_a_pinned_request_waits_for_a_gate_that_stays_closed_beyond_the_deadline() => Gen.Select(Views, Applicants).Sample((view, applicant) =>
    {
        var gate = view.Health.Gate(Start);
        return AdmissionRules.Decide(view, applicant, Start).Kind is not AdmissionKind.Queue
            || applicant.IsPinned || gate.Until is not { } until || until - Start <= applicant.Remaining;
    });

    [Fact]
    public void Nothing_is_granted_or_queued_when_no_time_remains() => Gen.Select(Views, Applicants).Sample((view, applicant) =>
        AdmissionRules.Decide(view, applicant with { Remaining = TimeSpan.Zero }, Start).Kind is AdmissionKind.Reject);

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_free_slot_is_of_no_use_to_a_request_whose_time_is_up(int seconds)
    {
        var view = new AdmissionView(Defaults, EndpointHealth.Healthy, 0, 0, false, Seconds(1));

        Assert.Equal(RejectionReason.DeadlinePassed, AdmissionRules.Decide(view, new Applicant(false, false, Seconds(seconds)), Start).Reason);
    }

    [Fact]
    public void A_pinned_request_waits_for_a_closed_gate_as_long_as_it_may() => Gen.Select(Gen.Bool, Gen.Int[1, 40], Gen.Bool).Sample((cools, s, waits) =>
    {
        var view = new AdmissionView(Defaults, cools ? Cooling : Open, 0, 0, false, Seconds(1));
        var pinned = new Applicant(false, false, Seconds(s), IsPinned: true);
        return waits ? AdmissionRules.DecideAgain(view, pinned, Start) is null : AdmissionRules.Decide(view, pinned, Start).Kind is AdmissionKind.Queue;
    });

    [Fact]
    public void One_that_waits_is_refused_exactly_when_and_as_an_arrival_that_the_queue_must_take_would_be() => Gen.Select(Views, Applicants).Sample((view, applicant) =>
    {
        var roomy = view with { Running = int.MaxValue, Waiting = 0, Settings = view.Settings with { QueueEnabled = true, QueueSize = 1 } };
        var arrives = AdmissionRules.Decide(roomy, applicant, Start);
        return AdmissionRules.DecideAgain(view, applicant, Start) is { } refusal ? arrives == refusal : arrives.Kind is AdmissionKind.Queue;
    });

    [Fact]
    public void A_newcomer_does_not_pass_those_that_wait() => Views.Sample(view =>
        AdmissionRules.Decide(view with { Waiting = 1 }, new Applicant(false, false, Seconds(60)), Start).Kind
            is not (AdmissionKind.Grant or AdmissionKind.GrantProbe));

    [Fact]
    public void A_refusal_by_a_cooldown_says_when_it_is_over()
    {
        var view = new AdmissionView(Defaults, Cooling, 0, 0, false, Seconds(1));

        var decision = AdmissionRules.Decide(view, new Applicant(false, false, Seconds(9)), Start);

        Assert.Equal((AdmissionKind.Reject, RejectionReason.CoolingDown, Seconds(11)), (decision.Kind, decision.Reason, decision.RetryAfter));
    }

    [Fact]
    public void A_refusal_for_want_of_time_names_the_deadline_and_not_the_queue()
    {
        var view = new AdmissionView(Defaults, EndpointHealth.Healthy, Defaults.MaxConcurrentRequests, 0, false, Seconds(1));

        Assert.Equal(RejectionReason.DeadlinePassed, AdmissionRules.Decide(view, new Applicant(false, false, Seconds(-1)), Start).Reason);
    }

    [Fact]
    public void Refusals_name_their_reason()
    {
        var all = new AdmissionView(Defaults with { QueueEnabled = false, MaxConcurrentRequests = 1 }, EndpointHealth.Healthy, 1, 0, false, Seconds(1));
        var applicant = new Applicant(false, false, Seconds(60));

        Assert.Equal(RejectionReason.QueueFull, AdmissionRules.Decide(all, applicant, Start).Reason);
        Assert.Equal(RejectionReason.CoolingDown, AdmissionRules.Decide(all with { Health = Cooling }, applicant, Start).Reason);
        Assert.Equal(RejectionReason.CircuitOpen, AdmissionRules.Decide(all with { Health = Open }, applicant, Start).Reason);
        Assert.Equal(RejectionReason.Quarantined, AdmissionRules.Decide(all with { Health = Refused }, applicant, Start).Reason);
        Assert.Equal(RejectionReason.Draining, AdmissionRules.Decide(all with { IsDraining = true }, applicant, Start).Reason);
        Assert.Equal(RejectionReason.Disabled, AdmissionRules.Decide(all with { Settings = Defaults with { Enabled = false } }, applicant, Start).Reason);
    }

    [Fact]
    public void A_last_resort_probes_an_open_circuit_once_and_overrides_no_cooldown()
    {
        var view = new AdmissionView(Defaults, Open, 0, 0, false, Seconds(1));
        var applicant = new Applicant(false, LastResort: true, Seconds(60));

        Assert.Equal(AdmissionKind.GrantProbe, AdmissionRules.Decide(view, applicant, Start).Kind);
        Assert.Equal(AdmissionKind.Queue, AdmissionRules.Decide(view with { Health = Open.Probing(Start) }, applicant, Start).Kind);
        Assert.Equal(AdmissionKind.Queue, AdmissionRules.Decide(view with { Health = Cooling }, applicant, Start).Kind);
        Assert.Equal(AdmissionKind.Reject, AdmissionRules.Decide(view with { Health = Refused }, applicant, Start).Kind);
    }

    [Fact]
    public void A_last_resort_probes_anew_when_the_lease_of_the_former_probe_has_ended()
    {
        var open = Open.After(OutcomeClass.Failing, Start + Seconds(30), isProbe: true);
        var view = new AdmissionView(Defaults, open.Probing(Start + Seconds(31)), 0, 0, false, Seconds(1));
        var applicant = new Applicant(false, LastResort: true, Seconds(60));

        Assert.Equal(AdmissionKind.Queue, AdmissionRules.Decide(view, applicant, Start + Seconds(60.9)).Kind);
        Assert.Equal(AdmissionKind.GrantProbe, AdmissionRules.Decide(view, applicant, Start + Seconds(61)).Kind);
    }

    [Fact]
    public void The_next_of_those_that_wait_gets_what_a_newcomer_would_get_with_nobody_waiting() => Views.Sample(view =>
    {
        var alone = AdmissionRules.Decide(view with { Waiting = 0 }, new Applicant(false, false, Seconds(60)), Start);
        return !Serves(view)
            || (AdmissionRules.DecideNext(view, Start) is { } next ? next == alone : alone.Kind is AdmissionKind.Queue or AdmissionKind.Reject);
    });

    private static bool Serves(AdmissionView view) => view.Settings.Enabled && !view.IsDraining;
}
