using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Core.Moving;
using MultiplexCluster.Core.Routing;

namespace MultiplexCluster.Actors.Routing;

// Requests that wait where a slot elsewhere is free: each asks for it and keeps its place until it has the permit. What is free
// is known from calls that end here, from every reply and announcement, and, of endpoints not heard of, by asking.
internal sealed partial class RouterActor
{
    private readonly WaitingRequests<RoutedCall> _waiting = new();
    private readonly RefusedMoves _refused = new();

    /// <summary>It waits: it is found from now on when a slot becomes free that it may use.</summary>
    private void AwaitSlots(RoutedCall call)
    {
        if (TryAwait(call) && Choose(call) is { StartsAtOnce: true } free && MayMove(call, free.Entry) && OpenSlots.IsFree(free.Entry, Now))
        {
            TryToMove(call, free.Entry);
        }
    }

    /// <returns>Whether it has a choice.</returns>
    private bool TryAwait(RoutedCall call)
    {
        if (KeyOf(call) is not { } key)
        {
            return false;
        }

        _waiting.Add(call, key, call.WaitBegan - call.Waited);
        Strand(call.Entry!);
        return true;
    }

    /// <summary>
    /// Where it may move: in the pool it asks for, whatever becomes of the endpoint it waits at, or among the endpoints of the account
    /// it is bound to. Null for one that has no choice: a pinned one, one bound to a single key, or a list, which always goes to the same.
    /// </summary>
    private PoolKey? KeyOf(RoutedCall call) => call switch
    {
        { Request.Pinned: not null } or { Entry: null } => null,
        { Entry.Settings: var settings } when IsBound(call) =>
            PoolKey.AccountOf(settings),
        { Request.ListsObjects: true } => null,
        { Request: var request } => new PoolKey(request.Provider, request.Pool, IsAccount: false),
    };

    /// <summary>An endpoint may have a free slot: those whose turn it is ask for it.</summary>
    private int Offer(RoutingEntry entry, int most = MoveRules.MostAtOnce)
    {
        var moved = 0;
        foreach (var call in _waiting.TakersOf(entry, most, () => Now, Suits, MayMove))
        {
            TryToMove(call, entry);
            moved++;
        }

        return moved;
    }

    private bool Suits(RoutedCall call, RoutingEntry entry) =>
        CandidatesOf(call) is { } pool
        && !_models.Has(entry.Id, ModelOf(call), Now)
        && (!IsBound(call) || pool.Entries.Contains(entry))
        && OpenSlots.Serves(entry, pool, call.Request.Priority, call.Request.Model);

    private bool MayMove(RoutedCall call, RoutingEntry entry) =>
        MoveRules.MayMove(call, entry)
        && (call.Request.WaitLimit is not null || MoveRules.HasTimeAt(entry, call.WaitedUntil(Now)))
        && !_refused.HasRequest(entry.Id, call.Request.Ticket, Now)
        && !_models.Has(entry.Id, ModelOf(call), Now);

    private void TryToMove(RoutedCall call, RoutingEntry entry, bool mayQueue = false)
    {
        _waiting.Remove(call);
        var isRetry = call.Trail?.AttemptsOn(entry.Id) > 0;
        var move = new Move(call.TakeId(), LinkTo(entry.Id), entry, isRetry, mayQueue, Now);
        call.StayOrNew.Move = move;
        entry.Asked++;
        entry.LastUsed = ++_choices;
        var question = QuestionOf(call, entry) with
        {
            EndpointId = entry.Id, CallId = move.Id, IsRetry = isRetry, LastResort = false, OnlyAtOnce = !mayQueue,
        };
        if (move.Link.Ask(question))
        {
            SendLater(move.Link, mayWait: false);
        }
    }

    /// <summary>The call that tries to move by this question.</summary>
    private RoutedCall? Moving(CallId id) =>
        _calls.TryGetValue(id.Sequence, out var call) && call.Stay?.Move?.Id == id ? call : null;

    /// <summary>One that waits elsewhere has the permit: it gives up its place there.</summary>
    private bool TryStartMoved(Granted granted)
    {
        if (Moving(granted.CallId) is not { Stay.Move: { } move } call)
        {
            return false;
        }

        if (!_leases.MayCall(Now))
        {
            // The permit is of no use, the place it has may be later.
            TryEndMove(granted.CallId, granted.Load);
            return false;
        }

        move.Entry.RefusedMoves = 0;
        MoveTo(call, move, granted.Load);
        if (granted.TakesSeveral)
        {
            move.Link.TakesSeveral();
        }

        Start(call, granted);
        Offer(move.Entry);
        return true;
    }

    /// <summary>One that waits at an endpoint which pauses has a place elsewhere instead.</summary>
    private bool TryQueueMoved(Queued queued)
    {
        if (Moving(queued.CallId) is not { Stay.Move: { MayQueue: true } move, Phase: CallPhase.Waiting } call)
        {
            return false;
        }

        MoveTo(call, move, queued.Load);
        Waits(call, queued);
        return true;
    }

    private void MoveTo(RoutedCall call, Move move, EndpointLoad load)
    {
        EndMove(call, load);
        StopWaiting(call);
        call.MoveTo(move.Id, move.Link, move.Entry, move.IsRetry);
    }

    private void OnMoveRejected(Rejected rejected)
    {
        if (Moving(rejected.CallId) is not { Stay.Move.Entry: var entry } call)
        {
            return;
        }

        TryEndMove(rejected.CallId, rejected.Load, isFull: false);
        if (IsOfThisOne(call, entry, rejected))
        {
            Offer(entry);
        }
        else
        {
            entry.RefusedMoves = 0;
            entry.NoSlotUntil = Now + OpenSlots.Pause;
        }
    }

    /// <summary>
    /// The endpoint has a slot and refuses this one alone, as its model pauses there or it needs more of a limit than is left:
    /// it stays away for a while, and another may ask. Not without end: after some in a row the endpoint is left alone.
    /// </summary>
    private bool IsOfThisOne(RoutedCall call, RoutingEntry entry, Rejected rejected)
    {
        if (rejected.IsOfModel)
        {
            return NoteModel(call, rejected);
        }

        return rejected.Reason is RejectionReason.QueueFull or RejectionReason.CoolingDown or RejectionReason.DeadlinePassed
            && entry.State is EndpointState.Available
            && OpenSlots.IsFree(entry, Now)
            && _refused.NoteRequest(entry.Id, call.Request.Ticket, Now)
            && ++entry.RefusedMoves < MoveRules.MostRefused;
    }

    /// <summary>There is no slot for it there after all: it goes on waiting where it is.</summary>
    /// <returns>Whether the answer was to such a question.</returns>
    private bool TryEndMove(CallId id, EndpointLoad? load, bool isFull = true)
    {
        if (Moving(id) is not { Stay.Move: { } move } call)
        {
            return false;
        }

        move.Entry.NoSlotUntil = isFull ? Now + OpenSlots.Pause : move.Entry.NoSlotUntil;
        EndMove(call, load);
        if (call.Phase is CallPhase.Waiting)
        {
            TryAwait(call);
        }

        return true;
    }

    private void EndMove(RoutedCall call, EndpointLoad? load)
    {
        var move = call.Stay!.Move!;
        call.Stay.Move = null;
        move.Entry.Asked--;
        if (load is { } told)
        {
            move.Link.AnsweredBy(Sender);
            move.Entry.Heard(told, Now);
        }
    }

    /// <summary>It neither waits nor moves any more.</summary>
    private void LeaveWaiting(RoutedCall call)
    {
        if (call.Stay is not { } stay)
        {
            return;
        }

        _waiting.Remove(call);
        if (stay.Move is { } move)
        {
            EndMove(call, null);
            Withdraw(move.Link, move.Id);
        }
    }

    /// <summary>No answer came to its question elsewhere: nobody else asks there before something is heard of the endpoint.</summary>
    private void GiveUpMove(RoutedCall call)
    {
        var move = call.Stay!.Move!;
        move.Link.Lost();
        move.Entry.IsSilent = true;
        TryEndMove(move.Id, null);
        Withdraw(move.Link, move.Id);
    }
}
