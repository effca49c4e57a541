using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Core.Routing;
using MultiplexCluster.Providers.Calls;

namespace MultiplexCluster.Actors.Routing;

// How a request leaves before its turn: its caller goes, its time is up, an answer stays out, or it can start elsewhere.
internal sealed partial class RouterActor
{
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan AskWaitingAgainAfter = TimeSpan.FromSeconds(10);
    private readonly Dictionary<CallId, Withdrawal> _withdrawals = [];

    private void OnCallerLeft(CallerLeft left)
    {
        if (!_calls.TryGetValue(left.Ticket, out var call))
        {
            return;
        }

        // A running call ends by itself: its caller's leaving aborts the exchange, and the end is reported. An end that
        // was already on its way must not lead to another attempt.
        if (call.Phase is CallPhase.Performing)
        {
            call.CallerHasLeft = true;
            return;
        }

        StopWaiting(call);
        ReportRequest(call, RequestOutcome.Cancelled);
        call.Waited += Now - call.WaitBegan;
        Finish(call, FinalAnswer.Delivered(call.Link!.Id, call.Attempts, call.QueueMs));
    }

    private void OnSweep()
    {
        var now = Now;
        _alike.Clear();
        List<RoutedCall>? expired = null;
        List<RoutedCall>? silent = null;
        List<RoutedCall>? unmoved = null;
        foreach (var call in _calls.Values)
        {
            if (call.Stay?.Move is { } move && now - move.SentAt >= AskAgainAfter)
            {
                (unmoved ??= []).Add(call);
            }

            if (call.Phase is CallPhase.Asking && now >= call.AskingEnds)
            {
                (expired ??= []).Add(call);
            }
            else if (call.Phase is CallPhase.Asking && now - call.AskedAt >= AskAgainAfter)
            {
                (silent ??= []).Add(call);
            }
            else if (call.Phase is CallPhase.Waiting && now >= call.WaitEnds)
            {
                (expired ??= []).Add(call);
            }
            else if (call.Phase is CallPhase.Waiting && now - call.AskedAt >= AskWaitingAgainAfter)
            {
                // What was granted or refused since may have got lost; else the answer is that it waits.
                SendQuestion(call);
            }
        }

        unmoved?.ForEach(GiveUpMove);
        expired?.ForEach(OnWaitEnded);
        silent?.ForEach(OnSilence);
        AskForOpenWithdrawals(now);
        LookForSlots();
    }

    /// <summary>No word came: another endpoint that would take the request is asked, else the same one again, by the region.</summary>
    private void OnSilence(RoutedCall call)
    {
        call.Link!.Lost();
        if (call.Entry is { } entry)
        {
            entry.IsSilent = true;
        }

        if (call.Request.Pinned is null && Choose(call) is { Fitness: FitnessClass.FreeSlot or FitnessClass.Queue } next && next.Entry != call.Entry)
        {
            StopWaiting(call);
            Ask(call, LinkTo(next.Entry.Id), next.Entry, call.Trail?.AttemptsOn(next.Entry.Id) > 0, lastResort: false);
        }
        else
        {
            SendQuestion(call);
        }
    }

    private void OnWaitEnded(RoutedCall call)
    {
        StopWaiting(call);
        Refuse(call, RequestOutcome.Rejected, DeadlineError(call));
    }

    private void StopWaiting(RoutedCall call)
    {
        if (call.Phase is CallPhase.Asking && call.Entry is { } entry)
        {
            entry.Asked--;
        }

        if (call.Phase is CallPhase.Asking or CallPhase.Waiting)
        {
            LeaveWaiting(call);
            Withdraw(call.Link!, call.Id);
        }
        else if (call.Phase is CallPhase.BackingOff)
        {
            EndBackoff(call);
        }
    }

    private void Withdraw(EndpointLink link, CallId call)
    {
        _withdrawals[call] = new Withdrawal(link, Now);
        link.Send(new Withdraw(link.Id, call));
    }

    /// <summary>A late answer gave the request a permit or a place it has no use for. One whose call runs it has not.</summary>
    private void ReturnUnneeded(EndpointId endpoint, CallId id)
    {
        var link = LinkTo(endpoint);
        link.AnsweredBy(Sender);
        if (CallOf(id) is not { Phase: CallPhase.Performing } && !_withdrawals.ContainsKey(id))
        {
            Withdraw(link, id);
        }
    }

    private void OnWithdrawn(Withdrawn withdrawn)
    {
        if (_withdrawals.Remove(withdrawn.CallId) && _directory.TryGet(withdrawn.EndpointId, out var entry))
        {
            Heard(entry, withdrawn.Load);
        }
    }

    private void AskForOpenWithdrawals(TimeSpan now)
    {
        if (_withdrawals.Count == 0)
        {
            return;
        }

        foreach (var (call, withdrawal) in _withdrawals.Where(w => now - w.Value.SentAt >= AskAgainAfter).ToList())
        {
            withdrawal.Link.Lost();
            Withdraw(withdrawal.Link, call);
        }
    }

    private readonly record struct Withdrawal(EndpointLink Link, TimeSpan SentAt);
}
