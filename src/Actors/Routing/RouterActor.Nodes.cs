using Akka.Actor;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Contracts.Requests;

namespace MultiplexCluster.Actors.Routing;

// What becomes of requests when a node can't go on: this one without its lease or at its end, another one that is lost; or when an endpoint moves.
internal sealed partial class RouterActor
{
    private static readonly TimeSpan RetrySoon = TimeSpan.FromSeconds(1);

    /// <summary>The permit is of no use while this node may make no calls: given back, and asked for again a little later.</summary>
    private void AskAnew(RoutedCall call)
    {
        Withdraw(call.Link!, call.Id);
        if (call.Entry is { } entry)
        {
            entry.Asked++;
        }

        call.NextId();
        call.AskingEnds = call.Phase is CallPhase.Waiting ? call.WaitEnds : call.AskingEnds;
        call.Phase = CallPhase.Asking;
        call.AskedAt = Now;
    }

    private void OnMoved(Moved moved)
    {
        if (Awaiting(moved.CallId) is not { } call)
        {
            TryEndMove(moved.CallId, null);
            return;
        }

        call.Link!.Lost();
        AskAgain(call);
    }

    /// <summary>Its place is lost: it asks anew, with the time it has left, until it is answered.</summary>
    private void AskAgain(RoutedCall call)
    {
        if (call.Phase is CallPhase.Waiting)
        {
            (call.Phase, call.AskingEnds) = (CallPhase.Asking, call.WaitEnds);
            if (call.Entry is { } entry)
            {
                entry.Asked++;
            }
        }

        SendQuestion(call);
    }

    private void OnEndWaiting()
    {
        var error = new ServiceError(ServiceErrorCode.ShuttingDown, "this node is shutting down", RetrySoon);
        foreach (var call in _calls.Values.Where(c => c.Phase is not CallPhase.Performing).ToList())
        {
            StopWaiting(call);
            Refuse(call, RequestOutcome.Rejected, error);
        }

        SendAllGathered();
    }

    /// <summary>Its endpoints are asked by the region again; those that wait at them start elsewhere as slots are found free, with the next sweep at the latest.</summary>
    private void OnNodeUnreachable(Address node)
    {
        foreach (var link in _links.Values.Where(l => l.LeadsTo(node)))
        {
            link.Lost();
            if (_directory.TryGet(link.Id, out var entry))
            {
                entry.IsSilent = true;
            }
        }
    }
}
