using MultiplexCluster.Contracts.Requests;

namespace MultiplexCluster.Actors.Routing;

// Requests that wait in no queue: before their next try, or for the end of a pause of their model.
internal sealed partial class RouterActor
{
    /// <summary>How often a request whose pool retries enough looks whether it may.</summary>
    private static readonly TimeSpan LookForRetryAgainAfter = TimeSpan.FromMilliseconds(100);

    private void BeginBackoff(RoutedCall call, TimeSpan delay, bool isOfModel)
    {
        call.Phase = CallPhase.BackingOff;
        call.Delay = new Delay(Now + delay, isOfModel);
        if (call.Entry is { } entry)
        {
            entry.BackingOff++;
        }

        Timers.StartSingleTimer(call.Id, new BackoffOver(call.Id), delay);
    }

    private void EndBackoff(RoutedCall call)
    {
        Timers.Cancel(call.Id);
        call.Delay = null;
        if (call.Entry is { } entry)
        {
            entry.BackingOff--;
        }
    }

    /// <summary>The delay is over: asks wherever is best by now, which may have changed.</summary>
    private void OnBackoffOver(BackoffOver over)
    {
        if (CallOf(over.CallId) is not { Phase: CallPhase.BackingOff } call)
        {
            return;
        }

        if (!call.Retry.MustWait)
        {
            EndBackoff(call);
            AskSomewhere(call);
        }
        else if (call.WaitedUntil(Now) < WaitLimitOf(call))
        {
            _retriesWait = true;
            Timers.StartSingleTimer(call.Id, over, LookForRetryAgainAfter);
        }
        else
        {
            EndBackoff(call);
            Refuse(call, RequestOutcome.Rejected, DeadlineError(call));
        }
    }
}
