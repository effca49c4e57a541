using Akka.Actor;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Protocol;

namespace MultiplexCluster.Actors.Routing;

// What the router learns of endpoints, and what it tells a new incarnation of one.
internal sealed partial class RouterActor
{
    private void OnDirectoryUpdate(DirectoryUpdate update)
    {
        foreach (var announcement in update.Announcements)
        {
            if (_directory.Announce(announcement, Now) && announcement.Load.State is not (EndpointState.Available or EndpointState.HalfOpen))
            {
                PlaceWaitersElsewhere(announcement);
            }
        }

        foreach (var gone in update.Gone)
        {
            _directory.Remove(gone);
            _links.Remove(gone);
        }
    }

    /// <summary>An endpoint stops admitting: unpinned requests that wait there start elsewhere where a slot is free; the rest keep their places.</summary>
    private void PlaceWaitersElsewhere(EndpointAnnouncement announcement)
    {
        if (announcement.Load.Waiting == 0)
        {
            return;
        }

        var waiting = _calls.Values
            .Where(c => c.Phase is CallPhase.Waiting && c.Request.Pinned is null && c.Link!.Id == announcement.EndpointId)
            .OrderBy(c => c.WaitBegan)
            .ToList();
        var unplaceable = new HashSet<(PriorityClass, string?, string?)>();
        foreach (var call in waiting)
        {
            // Of thousands alike that wait, one is enough to learn that nothing is free for them.
            var kind = (call.Request.Priority, call.Request.Model, call.Request.Pool);
            if (call.Trail is null && unplaceable.Contains(kind))
            {
                continue;
            }

            if (Choose(call) is not { StartsAtOnce: true } choice || choice.Entry == call.Entry)
            {
                unplaceable.Add(kind);
                continue;
            }

            Withdraw(call.Link!, call.Id);
            Ask(call, LinkTo(choice.Entry.Id), choice.Entry, call.Trail?.AttemptsOn(choice.Entry.Id) > 0, lastResort: false);
        }
    }

    private void OnReportsMissing(ReportsMissing missing)
    {
        var link = LinkTo(missing.EndpointId);
        foreach (var report in link.Outbox.From(missing.FromNumber))
        {
            link.Send(report);
        }
    }

    private void OnHoldingsRequest(HoldingsRequest request)
    {
        var link = LinkTo(request.EndpointId);
        link.AnsweredBy(Sender);
        var held = _calls.Values.Where(c => c.Phase is CallPhase.Performing && c.Link == link).ToList();
        var mark = request.Marks.GetValueOrDefault(_id);
        var holdings = new Holdings(request.EndpointId, request.Incarnation, _id, [.. held.Select(c => c.Id)], [.. link.Outbox.From(mark + 1)])
        {
            KeyVersions = [.. held.Select(c => c.Permit!.Target.Key.Version)],
        };
        Sender.Tell(holdings, Self);
        foreach (var call in _calls.Values.Where(c => c.Phase is CallPhase.Waiting && c.Link == link).ToList())
        {
            // Its place was lost with the former incarnation: asked again, it waits anew with the time it has left.
            SendQuestion(call);
        }
    }
}
