using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Core.Routing;

namespace MultiplexCluster.Actors.Routing;

// What an endpoint's reply leads to: a call, a wait, or a question to another.
internal sealed partial class RouterActor
{
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
        NoteModel(call, rejected);
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
        Exclude(call, refused);
        if (Choose(call) is { } next && (next.StartsAtOnce || !MayOnlyStart(call)))
        {
            Ask(call, next.Entry, next.LastResort);
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

    /// <summary>It doesn't ask there before its next attempt.</summary>
    private static void Exclude(RoutedCall call, EndpointId refused)
    {
        var trail = call.TrailOrNew;
        (trail.WaitBegan, trail.Wait) = (call.WaitBegan - call.Waited, call.Wait);
        trail.Refuse(refused);
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
