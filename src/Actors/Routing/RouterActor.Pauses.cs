using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Core.Moving;
using MultiplexCluster.Core.Routing;

namespace MultiplexCluster.Actors.Routing;

// Pauses that reach further than one call: what an answer's head said is told on, what others met is marked, and a request whose model is paused waits it out.
internal sealed partial class RouterActor
{
    /// <summary>Longer names are no models; they ride on every question.</summary>
    private const int LongestModel = 256;

    private readonly ModelRefusals _models = new();

    private static string? ModelOf(RoutedCall call) => call.Request.Model is { Length: <= LongestModel } model ? model : null;

    private void OnLimitHeaders(LimitHeaders headers)
    {
        var model = CallOf(headers.CallId) is { } call ? ModelOf(call) : null;
        var remaining = (long)Math.Ceiling(headers.Remaining.TotalMilliseconds);
        LinkTo(headers.EndpointId).Send(new LimitReached(headers.EndpointId, headers.CallId, remaining, headers.Scope, model));
    }

    /// <summary>Nobody is sent to the endpoints concerned from now on, before they say so themselves.</summary>
    private void OnScopePaused(ScopePaused pause)
    {
        if (pause.Model is not null)
        {
            return;
        }

        var paused = _directory.Pause(pause, Now);
        foreach (var entry in _waiting.Endpoints.Where(paused.Contains))
        {
            Strand(entry);
        }

        LeavePaused(MoveRules.MostAtOnce);
    }

    /// <summary>
    /// What endpoints said of its model a moment ago counts as said to this one, so that a key whose model pauses for hours costs
    /// each request for it no question.
    /// </summary>
    /// <returns>The one of them whose pause ends first; null for none.</returns>
    private RoutingEntry? RecallModel(RoutedCall call)
    {
        if (_models.IsEmpty || _models.Of(ModelOf(call), Now) is not { Count: > 0 } refusals || CandidatesOf(call) is not { } pool)
        {
            return null;
        }

        RoutingEntry? first = null;
        foreach (var refusal in refusals)
        {
            if (_directory.TryGet(refusal.EndpointId, out var entry) && MayAsk(call, pool, entry))
            {
                first ??= entry;
                call.Refused(refusal);
                NoteRefusal(call, refusal);
                Exclude(call, entry.Id);
            }
        }

        return first;
    }

    private bool NoteModel(RoutedCall call, Rejected rejected) =>
        rejected.IsOfModel && ModelOf(call) is { } model && _models.Note(model, rejected, Now);

    private static bool MayAsk(RoutedCall call, Pool pool, RoutingEntry entry) =>
        entry.Serves
        && pool.Contains(entry)
        && OpenSlots.Serves(entry, pool, call.Request.Priority, call.Request.Model)
        && call.Trail?.VerdictOn(entry) is not TrailVerdict.Excluded;

    private void WaitOutModelOrRefuse(RoutedCall call, Rejected refusal)
    {
        if (!WaitsOutModel(call, refusal))
        {
            RefuseAs(call, refusal);
        }
    }

    /// <summary>
    /// Its model is paused wherever it may go: it comes back when the first of those pauses ends, behind those that wait
    /// there by then. False when its time is up before, or when as many as may run and wait at the endpoint come back to it
    /// already.
    /// </summary>
    private bool WaitsOutModel(RoutedCall call, Rejected refusal)
    {
        if (refusal is not { IsOfModel: true } || !MayWaitOutModel(call) || call.Entry is { IsCrowded: true } || call.Link is null)
        {
            return false;
        }

        var delay = TimeSpan.FromMilliseconds(call.RetryAfterMs!.Value);
        call.ForgetRefusals();
        call.Retry.Yield();
        BeginBackoff(call, delay, isOfModel: true);
        return true;
    }

    /// <summary>The first of those that refused would admit it before its time is up.</summary>
    private bool MayWaitOutModel(RoutedCall call) =>
        call.RetryAfterMs is { } ms && call.WaitedUntil(Now) + TimeSpan.FromMilliseconds(ms) < WaitLimitOf(call);

    /// <summary>An operator has ended the endpoint's pauses of models: who waits one of them out asks again, those first that came first.</summary>
    private void WakeForModels(EndpointAnnouncement announcement)
    {
        if (announcement.ModelsResumed == 0 || !_directory.TryGet(announcement.EndpointId, out var entry) || entry.ModelsResumed == announcement.ModelsResumed)
        {
            return;
        }

        entry.ModelsResumed = announcement.ModelsResumed;
        _models.Forget(entry.Id);
        foreach (var call in _calls.Values.Where(c => c is { Phase: CallPhase.BackingOff, Delay.IsOfModel: true }).OrderBy(c => c.Request.Ticket))
        {
            if (call.Trail?.NoteOn(entry.Id, Now) is { Kind: ObstacleKind.ModelPaused })
            {
                call.Trail.ForgetNote(entry.Id);
                Self.Tell(new BackoffOver(call.Id), Self);
            }
        }
    }

    // Some may not repeat a failed call yet, because as many do already as their pool allows.
    private bool _retriesWait;

    /// <summary>Who waits for a pause to end calls nobody meanwhile: its turn to repeat is for one that can.</summary>
    private void YieldPausedTurns()
    {
        if (!_retriesWait)
        {
            return;
        }

        _retriesWait = false;
        foreach (var call in _calls.Values)
        {
            if (call is { Phase: CallPhase.Waiting, Entry.Admits: false })
            {
                call.Retry.Yield();
            }
        }
    }
}
