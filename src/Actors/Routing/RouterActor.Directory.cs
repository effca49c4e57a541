using Akka.Actor;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Core.Moving;

namespace MultiplexCluster.Actors.Routing;

// What the router learns of endpoints, and what it tells a new incarnation of one.
internal sealed partial class RouterActor
{
    private static readonly TimeSpan AskDirectoryEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan RemindEvery = TimeSpan.FromSeconds(2);

    /// <summary>Permits in one message: about 25 bytes each, well below the frame limit.</summary>
    private const int PermitsPerPage = 2_000;

    private readonly Dictionary<long, long> _editions = [];

    /// <summary>After a start the answer is all there is; later, what a lost message may have kept from this router.</summary>
    private void AskReporters() =>
        _reporter.Tell(new DirectoryRequest([.. _editions.Select(e => new DirectoryEdition(e.Key, e.Value, true))]));

    // A change that follows a gap proves nothing: the next question brings the whole.
    private void OnDirectoryEdition(DirectoryEdition edition)
    {
        if (edition.IsWhole || _editions.GetValueOrDefault(edition.Reporter) == edition.Number - 1)
        {
            _editions[edition.Reporter] = edition.Number;
        }
    }

    private void OnDirectoryUpdate(DirectoryUpdate update)
    {
        _alike.Clear();
        var offers = MoveRules.MostAtOnce;
        foreach (var announcement in update.Announcements)
        {
            if (_links.TryGetValue(announcement.EndpointId, out var link) && link.IsOutdated(announcement.Incarnation))
            {
                continue;
            }

            if (_directory.Announce(announcement, Now))
            {
                WakeForModels(announcement);
                Announced(announcement, ref offers);
            }
        }

        LeavePaused(MoveRules.MostAtOnce);

        foreach (var gone in update.Gone)
        {
            _directory.Remove(gone);
            _models.Forget(gone);
            _keys.Forget(gone);
            ForgetLink(gone);
        }
    }

    // A message may tell of thousands: what isn't looked at here is with the next sweep.
    private void Announced(EndpointAnnouncement announcement, ref int offers)
    {
        if (_waiting.IsEmpty || !_directory.TryGet(announcement.EndpointId, out var entry))
        {
            return;
        }

        if (announcement.Load.State is not (EndpointState.Available or EndpointState.HalfOpen))
        {
            Strand(entry);
        }
        else if (offers-- > 0)
        {
            Offer(entry);
        }
    }

    /// <summary>
    /// An endpoint says it doesn't exist. Callers pin what they like: nothing is kept of a name that stands for none,
    /// reports of callers who left included. What the directory knew may be a deletion missed, or the refusal may be
    /// old: the reporters are asked for everything.
    /// </summary>
    private void ForgetName(EndpointId id)
    {
        if (_links.TryGetValue(id, out var link))
        {
            link.HasNoAuthority();
        }

        if (_directory.TryGet(id, out _))
        {
            _directory.Remove(id);
            _models.Forget(id);
            _keys.Forget(id);
            _editions.Clear();
        }
        else if (link is { IsReal: false })
        {
            ForgetLink(id);
        }
    }

    private void ForgetLink(EndpointId id)
    {
        if (_links.Remove(id, out var link))
        {
            link.Forget();
        }
    }

    private void OnReportsCovered(ReportsCovered covered)
    {
        // An earlier incarnation's numbers say nothing about this one's.
        if (covered.Router == _id && _links.TryGetValue(covered.EndpointId, out var link))
        {
            SendAll(link, link.Outbox.Covered(covered.Number));
        }
    }

    private void OnReportsMissing(ReportsMissing missing)
    {
        if (missing.Router == _id && _links.TryGetValue(missing.EndpointId, out var link))
        {
            SendAll(link, link.Outbox.From(missing.FromNumber));
        }
    }

    private static void SendAll(EndpointLink link, IReadOnlyList<Report> reports)
    {
        foreach (var report in reports)
        {
            link.Send(report);
        }
    }

    private void OnHoldingsRequest(HoldingsRequest request)
    {
        var link = LinkTo(request.EndpointId);
        link.IsReal = true;
        link.TakenOverBy(Sender, request.Incarnation);
        SendAll(link, link.Outbox.From(request.Marks.GetValueOrDefault(_id) + 1));
        var there = _calls.Values.Where(c => c.Link?.Id == request.EndpointId).ToList();
        SendHoldings(request, [.. there.Where(c => c.Phase is CallPhase.Performing)]);

        // Their places were lost with the former incarnation: asked again in the order they came, they wait anew with the time they have left.
        foreach (var call in there.Where(c => c.Phase is CallPhase.Waiting).OrderBy(c => c.WaitBegan).ThenBy(c => c.Request.Ticket))
        {
            AskAgain(call);
        }
    }

    private void SendHoldings(HoldingsRequest request, IReadOnlyList<RoutedCall> held)
    {
        var pages = held.Chunk(PermitsPerPage).DefaultIfEmpty([]).ToList();
        foreach (var (i, page) in pages.Index())
        {
            Sender.Tell(
                new Holdings(request.EndpointId, request.Incarnation, _id, [.. page.Select(c => c.Id)])
                {
                    Page = i,
                    HasMore = i < pages.Count - 1,
                    KeyVersions = [.. page.Select(c => c.Permit!.Target.Key.Version)],
                },
                Self);
        }
    }

    private void OnRemind()
    {
        foreach (var link in _links.Values)
        {
            if (link.Overdue() is { } number)
            {
                link.Send(new ReportsSent(link.Id, _id, number));
            }
        }
    }
}
