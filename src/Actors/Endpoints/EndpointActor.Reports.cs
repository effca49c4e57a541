using Akka.Actor;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Core.Counting;
using MultiplexCluster.Core.Health;
using MultiplexCluster.Core.Limits;

namespace MultiplexCluster.Actors.Endpoints;

// What became of permits: slots return at once, counters count each report once and in order.
internal sealed partial class EndpointActor
{
    private const double HoldSmoothing = 0.1;
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromMilliseconds(300);

    private void OnReport(Report report)
    {
        if (_profile is null)
        {
            StopIfNothing();
            return;
        }

        var router = _routers.Of(report.CallId.Router);
        var entry = router.Mark.Meets(report.Number);
        switch (entry)
        {
            case ReportEntry.New:
                Count(report, router);
                break;
            case ReportEntry.Gap:
                AskForMissing(router);
                break;
            case ReportEntry.Duplicate:
                break;
            default:
                throw new InvalidOperationException("unknown entry");
        }

        if (_permits.Remove(report.CallId, out var permit))
        {
            Returned(report, permit);
        }
        else if (entry is ReportEntry.New && IsTakingOver)
        {
            JudgeUnseen(report, router);
            if (report is { Attempt: not null, CallId.Sequence: not 0 })
            {
                CountInherited(TokenEstimate.TotalOf(report.Usage));
            }
        }
    }

    /// <summary>
    /// The call ended between two incarnations: no answer to this one names it, and its 429 holds all the same. Which key it
    /// ran on is not known, so that what concerns the key itself is left to the next call; and failures alone, without
    /// the successes between them, would open the circuit. One that stands for many, without a call, is long past.
    /// </summary>
    private void JudgeUnseen(Report report, KnownRouter router)
    {
        if (report is { Attempt: OutcomeClass.RateLimited or OutcomeClass.ProviderOverloaded, CallId.Sequence: not 0 })
        {
            var permit = new Permit(router, _inheritedEpoch, _target!.Key.Version, _now);
            JudgeCall(report.CallId, permit, report.Attempt.Value, report);
        }
    }

    private void Count(Report report, KnownRouter router)
    {
        router.Mark = new ReportMark(report.Number);
        router.Actor = Sender;
        var wallNow = WallNow;
        _counters = _counters.With(report, wallNow);
        _sinceReset = _sinceReset?.With(report, wallNow);
        MarkDirty();
    }

    /// <summary>The last report of a busy time may have got lost: no later one shows the gap.</summary>
    private void OnReportsSent(ReportsSent sent)
    {
        if (_profile is null)
        {
            StopIfNothing();
        }
        else if (_routers.Of(sent.Router) is var router && router.Mark.Meets(sent.Number) is not ReportEntry.Duplicate)
        {
            AskForMissing(router);
        }
    }

    // Every report behind a gap shows the gap again: the answer to one question fills it for all of them.
    private void AskForMissing(KnownRouter router)
    {
        var expected = router.Mark.Expected;
        if (router.AskedFor.Number != expected || _now - router.AskedFor.At >= AskAgainAfter)
        {
            router.AskedFor = (expected, _now);
            Sender.Tell(new ReportsMissing(_id, router.Id, expected));
        }
    }

    private void Returned(Report report, Permit permit)
    {
        var held = _now - permit.GrantedAt;
        _meanHold = _meanHold == TimeSpan.Zero ? held : _meanHold + ((held - _meanHold) * HoldSmoothing);
        if (report is not { Attempt: OutcomeClass.Success, Usage.Total: 0, Usage.Input: 0 })
        {
            SettleLimits(permit, report.Usage);
        }

        if (report.Attempt is { } outcome)
        {
            JudgeCall(report.CallId, permit, outcome, report);
        }

        Pump();
        FinishDrainIfIdle();
    }

    private void OnProbeVerdict(ProbeVerdict verdict)
    {
        if (_profile is not null && _permits.TryGet(verdict.CallId, out var permit))
        {
            JudgeCall(verdict.CallId, permit, verdict.Outcome, null);
            Pump();
        }
    }

    private void JudgeCall(CallId call, Permit permit, OutcomeClass outcome, Report? report)
    {
        var retryAfter = report?.RetryAfterMs is { } ms ? TimeSpan.FromMilliseconds(ms) : (TimeSpan?)null;

        // A call that ran on a key since rotated out says nothing about the new one; as a probe it hands its turn on.
        if (permit.KeyVersion != _target!.Key.Version)
        {
            outcome = OutcomeClass.Cancelled;
        }

        if (outcome is OutcomeClass.RateLimited or OutcomeClass.OutOfQuota && report is { Scope: PauseScope.Model, Model: { } model })
        {
            // Of the key it says nothing: as a probe it hands its turn on.
            PauseModel(model, retryAfter, outcome, permit.GrantedAt);
            outcome = OutcomeClass.Cancelled;
        }

        // A permit that was taken over from a former incarnation doesn't say so itself.
        var isCheck = permit.IsKeyCheck || report is { IsKeyCheck: true };
        if (isCheck)
        {
            // Its report ends it. Of one that is the probe no more a later one may be under way.
            _isCheckAsked &= report is null || _health.Probe != call;
        }
        else if (outcome is OutcomeClass.Success)
        {
            _keyChecks = 0;
        }

        var judged = new JudgedCall(permit.Epoch, _health.Probe == call) { IsKeyCheck = isCheck };
        Judge(judged, new CallOutcome(outcome, retryAfter, report?.Detail), report?.Scope);
    }
}
