using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Core.Backoff;
using MultiplexCluster.Core.Retrying;
using MultiplexCluster.Core.Routing;

namespace MultiplexCluster.Simulation.Nodes;

// From a permit to the end of its call, and where to try again.
internal sealed partial class SimulatedRouter
{
    private static readonly TimeSpan LookForRetryAgainAfter = TimeSpan.FromMilliseconds(100);

    private void Start(SimulatedRequest request, RoutingEntry entry)
    {
        request.Phase = RequestPhase.Running;
        request.Retry.Begin();
        request.Attempts++;
        request.Waited = request.WaitedUntil(_time.Now);
        request.Trail?.ForgetRefusals();
        entry.OwnRunning++;
        _ledger.Attempt(_time.Now, request.Attempts > 1);
        var (endpoint, call) = (_endpoints[entry.Id], request.Id);
        var answer = endpoint.Key.Begin(request.Wish.Usage.Total, _time.Now);
        _time.After(answer.Takes, () =>
        {
            endpoint.Key.End(answer, _time.Now);
            entry.OwnRunning--;
            var hasSucceeded = answer.Outcome is OutcomeClass.Success;
            if (hasSucceeded)
            {
                entry.FirstByteCame(answer.Takes, _time.Now);
            }

            request.WaitBegan = _time.Now;
            var usage = hasSucceeded ? request.Wish.Usage : TokenUsage.None;
            _time.After(Hop, () => endpoint.Report(call, answer.Outcome, answer.RetryAfter, usage));
            request.Retry.End();
            request.Retry.IsDue = answer.Outcome is OutcomeClass.Failing;
            Continue(request, answer.Outcome);
            if (hasSucceeded)
            {
                SlotFreed(entry);
            }
        });
    }

    private void Continue(SimulatedRequest request, OutcomeClass outcome)
    {
        var next = RetryRules.After(outcome, new AttemptFacts(AnswerStarted: false, IsPinned: false, MayRepeat: true));
        if (next is NextStep.Deliver or NextStep.PassOn)
        {
            Finish(request, outcome is OutcomeClass.Success ? RequestOutcome.Succeeded : RequestOutcome.Failed);
            return;
        }

        var (trail, here) = (request.TrailOrNew, request.Entry!);
        trail.Attempted(here.Id);
        if (Choose(request) is not { } found)
        {
            Finish(request, RequestOutcome.Failed);
        }
        else if (found.Entry != here && found.LastResort)
        {
            BackOff(request, request.Attempts - 1);
        }
        else if (outcome is OutcomeClass.Failing && (found.Entry == here || request.Retry.MustWait || trail.AttemptsOn(found.Entry.Id) > 0))
        {
            BackOff(request, trail.AttemptsOn(here.Id) - 1);
        }
        else
        {
            Ask(request, found.Entry, found.LastResort);
        }
    }

    private void BackOff(SimulatedRequest request, int n)
    {
        var s = request.Entry!.Settings;
        var delay = BackoffDelay.Next(s.InitialRetryDelay, s.BackoffFactor, s.MaxRetryDelay, n, _random.NextDouble());
        if (request.Waited + delay > s.QueueTimeout)
        {
            Finish(request, RequestOutcome.Failed);
            return;
        }

        request.Phase = RequestPhase.BackingOff;
        _time.After(delay, () => AfterBackoff(request));
    }

    private void AfterBackoff(SimulatedRequest request)
    {
        if (!request.Retry.MustWait)
        {
            AskSomewhere(request);
        }
        else if (request.WaitedUntil(_time.Now) < request.Entry!.Settings.QueueTimeout)
        {
            _retriesWait = true;
            _time.After(LookForRetryAgainAfter, () => AfterBackoff(request));
        }
        else
        {
            Finish(request, RequestOutcome.Rejected);
        }
    }
}
