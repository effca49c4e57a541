using Akka.Actor;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Core.Backoff;
using MultiplexCluster.Core.Retrying;
using MultiplexCluster.Core.Routing;
using MultiplexCluster.Providers.Calls;

namespace MultiplexCluster.Actors.Routing;

// From a permit to the end of its call: whether that was the answer, and where to try again if not.
internal sealed partial class RouterActor
{
    private void Start(RoutedCall call, Granted granted)
    {
        // In this order: a lease that ends in between ends the call.
        var permitLost = _leases.CallsEnd;
        if (!_leases.MayCall(Now))
        {
            AskAnew(call);
            return;
        }

        call.Phase = CallPhase.Performing;
        call.Permit = granted;
        call.Retry.Begin();
        var now = Now;
        call.Waited += now - call.WaitBegan;
        call.WaitBegan = now;
        call.Attempts++;
        call.ForgetRefusals();
        NoteSession(call, granted.EndpointId);
        if (call.Entry is { } entry)
        {
            entry.OwnRunning++;
        }

        var worker = _workers[_nextWorker = (_nextWorker + 1) % _workers.Count];
        worker.Tell(new Perform(call.Request, granted, call.Attempts, call.QueueMs, permitLost), Self);
    }

    private void OnProbeHeaders(ProbeHeaders headers) =>
        LinkTo(headers.EndpointId).Send(new ProbeVerdict(headers.EndpointId, headers.CallId, headers.Outcome));

    private void OnAttemptEnded(AttemptEnded ended)
    {
        if (CallOf(ended.CallId) is not { } call)
        {
            // Begun before this actor was restarted: its request has been answered, only its permit is still out.
            Withdraw(LinkTo(ended.EndpointId), ended.CallId);
            return;
        }

        var freed = call.Entry;
        if (freed is not null)
        {
            freed.OwnRunning--;
            if (ended.Result.FirstByteTook is { } took)
            {
                freed.FirstByteCame(took, Now);
            }
        }

        call.WaitBegan = Now;
        var result = Judged(call, ended.Result);
        call.Retry.End();
        call.Retry.IsDue = result.Outcome is OutcomeClass.Failing;
        Continue(call, result);
        if (freed is not null && result.Outcome is OutcomeClass.Success or OutcomeClass.CallerFault or OutcomeClass.Cancelled)
        {
            SlotFreed(freed);
        }
    }

    private void Continue(RoutedCall call, in AttemptResult result)
    {
        var next = RetryRules.After(result.Outcome, Facts(call, result));
        if (call.CallerHasLeft && next is not NextStep.Deliver)
        {
            Conclude(call, result, RequestOutcome.Cancelled, FinalAnswer.Delivered(call.Link!.Id, call.Attempts, call.QueueMs));
            return;
        }

        if (call.IsCancelled && !result.AnswerStarted && next is not NextStep.Deliver)
        {
            Conclude(call, result, RequestOutcome.Cancelled, CancelledAnswer(call));
            return;
        }

        switch (next)
        {
            case NextStep.Deliver:
                var isCancelled = call.IsCancelled && result is { Outcome: OutcomeClass.Cancelled, AnswerStarted: false };
                var delivered = FinalAnswer.Delivered(call.Link!.Id, call.Attempts, call.QueueMs);
                Conclude(call, result, OutcomeOf(result), isCancelled ? CancelledAnswer(call) : delivered);
                break;
            case NextStep.PassOn:
                PassOn(call, result, exhausted: false);
                break;
            case NextStep.TryElsewhere:
                call.TrailOrNew.Attempted(call.Link!.Id);
                call.Trail!.Bar(call.Link.Id);
                TryAgain(call, result);
                break;
            case NextStep.TryAnywhere:
                call.TrailOrNew.Attempted(call.Link!.Id);
                TryAgain(call, result);
                break;
            case NextStep.TryHere:
                call.TrailOrNew.Attempted(call.Link!.Id);
                TryHere(call, result);
                break;
            default:
                throw new InvalidOperationException("unknown next step");
        }
    }

    private void TryAgain(RoutedCall call, in AttemptResult result)
    {
        if (call.Request.Pinned is not null)
        {
            TryHere(call, result);
            return;
        }

        var paused = RecallModel(call);
        var choice = Choose(call);
        if (choice is null && paused is not null && MayWaitOutModel(call) && !IsSearch(call))
        {
            ReportAttempt(call, result, request: null);
            Ask(call, paused, lastResort: false);
        }
        else if (choice is not { } next || (IsSearch(call) && !next.TakesRequests))
        {
            PassOn(call, result, exhausted: !IsOfTheKey(result.Outcome));
        }
        else if (next.Entry == call.Entry)
        {
            TryHere(call, result);
        }
        else if (next.LastResort)
        {
            // Every circuit is open: the probes of one request keep the distance its own retries would.
            BackOff(call, result, call.OwnAttempts - 1);
        }
        else if (call.Retry.MustWait || (result.Outcome is OutcomeClass.Failing && call.Trail!.AttemptsOn(next.Entry.Id) > 0))
        {
            // Two that fail must not pass it to and fro without a pause; nor must all requests of a pool that fails be made twice at once.
            BackOff(call, result, call.Trail!.AttemptsOn(call.Link!.Id) - 1);
        }
        else
        {
            ReportAttempt(call, result, request: null);
            Ask(call, next.Entry, next.LastResort);
        }
    }

    /// <summary>The same endpoint again: costs one of its retries. After a rate limit its cooldown says when, after a failure the request's own backoff.</summary>
    private void TryHere(RoutedCall call, in AttemptResult result)
    {
        var made = call.TrailOrNew.AttemptsOn(call.Link!.Id);
        var policy = call.Permit!.Target.Retry;
        if (made > policy.MaxRetries)
        {
            PassOn(call, result, exhausted: true);
            return;
        }

        if (result.Outcome is OutcomeClass.Failing)
        {
            BackOff(call, result, made - 1);
            return;
        }

        ReportAttempt(call, result, request: null);
        Ask(call, call.Link, call.Entry, isRetry: true, lastResort: false);
    }

    /// <summary>
    /// Waits out the request's own delay. The answer it has is passed on instead when the delay would outlast its
    /// deadline, or when as many as may run and wait at the endpoint back off from it already.
    /// </summary>
    private void BackOff(RoutedCall call, in AttemptResult result, int n)
    {
        var policy = call.Permit!.Target.Retry;
        var delay = BackoffDelay.Next(policy.InitialDelay, policy.Factor, policy.MaxDelay, n, _random.NextDouble());
        if (result.RetryAfter is { } asked && asked > delay)
        {
            // What the provider asks for is never undercut, whatever its status.
            delay = asked;
        }

        if (call.Entry is { IsCrowded: true } || call.Waited + delay > WaitLimitOf(call))
        {
            PassOn(call, result, exhausted: true);
            return;
        }

        ReportAttempt(call, result, request: null);
        call.ForgetRefusals();
        BeginBackoff(call, delay, isOfModel: false);
    }

    private static AttemptFacts Facts(RoutedCall call, in AttemptResult result) => new(
        result.AnswerStarted,
        IsPinned: call.Request.Pinned is not null,
        MayRepeat: !call.Request.CreatesPaidObject || result.SurelyNotExecuted,
        BodyIsSpent: result.BodyIsSpent || call.Request.IsKeyCheck);

    /// <summary>What another key may change, but no waiting.</summary>
    private static bool IsOfTheKey(OutcomeClass outcome) =>
        outcome is OutcomeClass.KeyRefused or OutcomeClass.OutOfQuota or OutcomeClass.NotWithThisKey;
}
