using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Core.Retrying;
using MultiplexCluster.Core.Routing;

namespace MultiplexCluster.Actors.Routing;

// From a request to a permit: which endpoint is asked, and what its answer leads to.
internal sealed partial class RouterActor
{
    /// <summary>How long any endpoint is given to answer, be the request's own limit as short as it may.</summary>
    private static readonly TimeSpan ShortestAsking = TimeSpan.FromSeconds(1);

    private void OnExecute(Execute execute)
    {
        var call = new RoutedCall(_id, execute.Request) { WaitBegan = Now };
        call.Retry = new RetryTurn(_directory.Find(execute.Request.Provider, execute.Request.Pool)?.Retries);
        call.Retry.Enter();
        _calls.Add(execute.Request.Ticket, call);
        AskSomewhere(call);
    }

    /// <summary>Asks the best endpoint the request may use; answers it when there is none.</summary>
    private void AskSomewhere(RoutedCall call)
    {
        if (call.Request.Pinned is { } pinned)
        {
            AskPinned(call, pinned);
        }
        else if (Choose(call) is { } choice)
        {
            Ask(call, LinkTo(choice.Entry.Id), choice.Entry, isRetry: call.Trail?.AttemptsOn(choice.Entry.Id) > 0, choice.LastResort);
        }
        else
        {
            RefuseForLackOfEndpoints(call);
        }
    }

    private void AskPinned(RoutedCall call, EndpointId pinned)
    {
        // An endpoint the directory doesn't know may just have been created: its own actor knows.
        _directory.TryGet(pinned, out var entry);
        if (entry is not null && entry.Settings.Provider != call.Request.Provider)
        {
            RefuseWrongProvider(call, pinned, entry.Settings.Provider);
            return;
        }

        Ask(call, LinkTo(pinned), entry, isRetry: call.OwnAttempts > 0, lastResort: false);
    }

    private void Ask(RoutedCall call, EndpointLink link, RoutingEntry? entry, bool isRetry, bool lastResort)
    {
        call.NextId();
        call.Retry.Begin();
        call.Phase = CallPhase.Asking;
        call.FormerLink = call.Link;
        call.Link = link;
        call.Entry = entry;
        call.IsRetry = isRetry;
        call.IsLastResort = lastResort;
        if (entry is not null)
        {
            link.IsReal = true;
            entry.Asked++;
            entry.LastUsed = ++_choices;
        }

        var left = WaitLimitOf(call) - call.WaitedUntil(Now);
        call.AskingEnds = Now + (left > ShortestAsking ? left : ShortestAsking);
        SendQuestion(call);
    }

    /// <summary>Asks, or asks again: the same call id, with what it has waited until now.</summary>
    private void SendQuestion(RoutedCall call)
    {
        call.AskedAt = Now;
        if (call.Link!.Ask(QuestionOf(call, call.Entry)))
        {
            SendLater(call.Link, mayWait: false);
        }
    }

    private Acquire QuestionOf(RoutedCall call, RoutingEntry? entry)
    {
        var waited = call.WaitedUntil(Now);
        var terms = call.Wait.TermsAt(waited, QueueTimeoutOf(entry));
        return new Acquire(
            call.Link!.Id,
            call.Id,
            call.Request.Id,
            call.Request.Priority,
            terms.LimitMs,
            (long)waited.TotalMilliseconds,
            call.IsRetry,
            call.IsLastResort,
            call.Request.Pinned is not null)
        {
            Lane = call.Request.Wishes.Lane,
            OnlyAtOnce = terms.OnlyAtOnce,
            BodyBytes = call.Request.BodyBytes,
            Model = ModelOf(call),
            IsKeyCheck = call.Request.IsKeyCheck,
        };
    }

    private void OnGranted(Granted granted)
    {
        if (Awaiting(granted.CallId) is not { } call)
        {
            if (!TryStartMoved(granted))
            {
                ReturnUnneeded(granted.EndpointId, granted.CallId);
            }

            return;
        }

        call.Link!.IsReal = true;
        if (granted.TakesSeveral)
        {
            call.Link.TakesSeveral();
        }

        // What else is free there is offered once the call that now runs counts.
        var entry = call.Entry;
        Answered(call, granted.Load);
        if (granted.Target.Provider != call.Request.Provider)
        {
            Withdraw(call.Link!, granted.CallId);
            RefuseWrongProvider(call, granted.EndpointId, granted.Target.Provider);
            return;
        }

        Start(call, granted);
        OfferToAny(entry);
    }

    private void OnQueued(Queued queued)
    {
        if (Awaiting(queued.CallId) is not { } call)
        {
            if (!TryQueueMoved(queued))
            {
                // A build that doesn't know of moves has queued one.
                TryEndMove(queued.CallId, queued.Load);
                ReturnUnneeded(queued.EndpointId, queued.CallId);
            }

            return;
        }

        call.Link!.IsReal = true;
        Answered(call, queued.Load);
        OfferToAny(call.Entry);
        Waits(call, queued);
    }

    private void Waits(RoutedCall call, Queued queued)
    {
        call.Phase = CallPhase.Waiting;
        call.WaitEnds = Now + TimeSpan.FromMilliseconds(queued.WaitLimitMs);
        call.StayOrNew.Position = queued.Position;
        AwaitSlots(call);
    }

    /// <summary>The call that waits for this reply; its endpoint is where the reply comes from.</summary>
    private RoutedCall? Awaiting(CallId id)
    {
        if (CallOf(id) is not { Phase: CallPhase.Asking or CallPhase.Waiting } call)
        {
            return null;
        }

        call.Link = Living(call.Link!);
        call.Link.AnsweredBy(Sender);
        LeaveWaiting(call);
        return call;
    }

    private void OnRejected(Rejected rejected)
    {
        var call = Awaiting(rejected.CallId);
        if (rejected.Reason is RejectionReason.NotFound)
        {
            ForgetName(rejected.EndpointId);
        }

        if (call is null)
        {
            OnMoveRejected(rejected);
            return;
        }

        Answered(call, rejected.Load);
        OfferToAny(call.Entry);
        call.Refused(rejected);
        NoteRefusal(call, rejected);
        if ((rejected.Reason is RejectionReason.DeadlinePassed && !MayOnlyStart(call)) || call.Request.Pinned is not null)
        {
            WaitOutModelOrRefuse(call, rejected);
            return;
        }

        call.Link = rejected.Reason is RejectionReason.NotFound ? call.FormerLink : call.Link;
        AskNext(call, rejected.EndpointId);
    }

    /// <summary>Refused, it asks the next candidate; with none left, the refusal is its answer.</summary>
    private void AskNext(RoutedCall call, EndpointId refused)
    {
        var trail = call.TrailOrNew;
        (trail.WaitBegan, trail.Wait) = (call.WaitBegan - call.Waited, call.Wait);
        trail.Refuse(refused);
        if (Choose(call) is { } next && (next.StartsAtOnce || !MayOnlyStart(call)))
        {
            Ask(call, LinkTo(next.Entry.Id), next.Entry, trail.AttemptsOn(next.Entry.Id) > 0, next.LastResort);
        }
        else if (call.Refusal is { Reason: not RejectionReason.NotFound } refusal)
        {
            WaitOutModelOrRefuse(call, refusal);
        }
        else
        {
            RefuseForLackOfEndpoints(call);
        }
    }

    private void Answered(RoutedCall call, EndpointLoad load)
    {
        if (call.Entry is { } entry)
        {
            if (call.Phase is CallPhase.Asking)
            {
                entry.Asked--;
            }

            entry.Heard(load, Now);
        }
    }
}
