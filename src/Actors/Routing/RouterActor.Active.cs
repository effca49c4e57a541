using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Core.Routing;
using MultiplexCluster.Providers.Calls;

namespace MultiplexCluster.Actors.Routing;

// What an operator sees of the requests under way, and how one of them is ended.
internal sealed partial class RouterActor
{
    private const int MostFound = 100;

    private void OnActiveQuery(ActiveQuery query)
    {
        var later = _calls.Keys.Where(ticket => ticket > query.After).Order().ToList();
        var page = later.Take(Math.Clamp(query.Most, 0, ActiveQuery.MostPerPage)).Select(ticket => _calls[ticket]).ToList();
        Sender.Tell(new ActivePage([.. page.Select(call => Describe(call))], later.Count - page.Count), Self);
    }

    private ActiveRequest Describe(RoutedCall call)
    {
        var (now, wallNow, request) = (Now, _scheduler.Now, call.Request);
        var isRunning = call.Phase is CallPhase.Performing;
        var obstacles = call.Phase is CallPhase.Waiting or CallPhase.BackingOff ? ObstaclesOf(call) : new Obstacles([], 0);
        var current = now - call.WaitBegan;
        return new ActiveRequest(
            request.Ticket,
            request.Id,
            request.Provider,
            ModelOf(call),
            request.Pool,
            request.Priority,
            StateOf(call.Phase),
            call.Link!.Id,
            call.Attempts,
            WaitedMs: (long)(isRunning ? call.Waited : call.Waited + current).TotalMilliseconds,
            AgeMs: (long)(call.Waited + current).TotalMilliseconds,
            StartedAt: isRunning ? wallNow - current : null,
            Position: call.Phase is CallPhase.Waiting ? call.Stay?.Position : null,
            EstimatedStart: wallNow + obstacles.EarliestStart,
            [.. obstacles.Named.Select(o => new WaitReason(o.Endpoint, ObstacleText.Reason(o, wallNow), wallNow + o.Remaining, wallNow + o.Start))],
            obstacles.More)
        {
            Alias = request.Alias,
        };
    }

    private void OnFindRequests(FindRequests find) => Sender.Tell(
        new RequestsFound([.. _calls.Values.Where(c => c.Request.Id == find.Id).Take(MostFound).Select(c => c.Request.Ticket)]), Self);

    private void OnCancelRequest(CancelRequest cancel)
    {
        var isThere = _calls.TryGetValue(cancel.Number, out var call) && call.Request.Id == cancel.Id;
        if (isThere)
        {
            Cancel(call!);
        }

        Sender.Tell(new RequestEnded(isThere), Self);
    }

    private void Cancel(RoutedCall call)
    {
        if (call.Phase is CallPhase.Performing)
        {
            // Its exchange is broken off, and its end is reported; an end already on its way must not lead to another attempt.
            call.IsCancelled = true;
            call.Request.Cancel();
            return;
        }

        StopWaiting(call);
        ReportRequest(call, RequestOutcome.Cancelled);
        call.Waited += Now - call.WaitBegan;
        Finish(call, CancelledAnswer(call));
    }

    private static FinalAnswer CancelledAnswer(RoutedCall call) =>
        FinalAnswer.Refused(ProviderRequest.CancelledByOperator, call.Link!.Id, call.Attempts, call.QueueMs);

    private static ActiveState StateOf(CallPhase phase) => phase switch
    {
        CallPhase.Asking => ActiveState.Asking,
        CallPhase.Waiting => ActiveState.Waiting,
        CallPhase.BackingOff => ActiveState.BackingOff,
        CallPhase.Performing => ActiveState.Running,
        _ => throw new InvalidOperationException($"unknown phase {phase}"),
    };
}
