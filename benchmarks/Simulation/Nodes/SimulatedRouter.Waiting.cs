using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Core.Moving;
using MultiplexCluster.Core.Routing;

namespace MultiplexCluster.Simulation.Nodes;

// Requests that wait, and the slots elsewhere that they move to: who moves, and where, are the core's decisions.
internal sealed partial class SimulatedRouter
{
    private readonly WaitingRequests<SimulatedRequest> _waiting = new();
    private readonly StrandedRequests<SimulatedRequest> _stranded;
    private readonly PriorityQueue<(SimulatedRequest Request, CallId Call), TimeSpan> _deadlines = new();
    private bool _retriesWait;

    private PoolKey Key { get; } = new(Provider, null, IsAccount: false);

    private void Wait(SimulatedRequest request, int position)
    {
        (request.Phase, request.Position) = (RequestPhase.Waiting, position);
        _deadlines.Enqueue((request, request.Id), _time.Now + request.Entry!.Settings.QueueTimeout - request.WaitedUntil(_time.Now));
        if (!_selection.IsOurs)
        {
            return;
        }

        Await(request);
        if (Choose(request) is { StartsAtOnce: true } free && MoveRules.MayMove(request, free.Entry) && OpenSlots.IsFree(free.Entry, _time.Now))
        {
            TryToMove(request, free.Entry);
        }
    }

    private void Await(SimulatedRequest request)
    {
        _waiting.Add(request, Key, _time.Now - request.WaitedUntil(_time.Now));
        Strand(request.Entry!);
    }

    private void Strand(RoutingEntry entry)
    {
        if (MoveRules.IsPaused(entry, _time.Now) && _waiting.HasAt(entry))
        {
            _stranded.Add(entry);
        }
    }

    private void Heard(RoutingEntry entry, EndpointLoad load)
    {
        entry.Heard(load, _time.Now);
        Offer(entry);
    }

    private void SlotFreed(RoutingEntry entry)
    {
        entry.NoSlotUntil = TimeSpan.Zero;
        Offer(entry);
    }

    /// <summary>An endpoint has told of a pause, or of its end.</summary>
    private void HeardChange(RoutingEntry entry)
    {
        if (_waiting.IsEmpty)
        {
            return;
        }

        if (MoveRules.IsPaused(entry, _time.Now))
        {
            Strand(entry);
            LeavePaused(MoveRules.MostAtOnce);
        }
        else
        {
            Offer(entry);
        }
    }

    private void Offer(RoutingEntry entry)
    {
        if (!_waiting.IsEmpty)
        {
            foreach (var request in _waiting.TakersOf(entry, MoveRules.MostAtOnce, () => _time.Now, Suits, MoveRules.MayMove))
            {
                TryToMove(request, entry);
            }
        }
    }

    private bool Suits(SimulatedRequest request, RoutingEntry entry) => OpenSlots.Serves(entry, Pool, request.Priority, model: null);

    private void OfferFree()
    {
        var free = OpenSlots.FreeOf(Pool.Entries, _time.Now);
        var looks = new Looks(MoveRules.MostGroupsPerLook, isStrict: false);
        foreach (var (request, to) in _waiting.TakersIn(Key, free, MoveRules.MostPerLook, () => _time.Now, Suits, MoveRules.MayMove, looks))
        {
            TryToMove(request, to);
        }
    }

    private void LeavePaused(int most)
    {
        foreach (var (request, to) in _stranded.Leavers(most, () => _time.Now, Choose, MoveRules.MayMove))
        {
            TryToMove(request, to, mayQueue: true);
        }
    }

    private void Sweep() => _time.After(MoveRules.LookEvery, () =>
    {
        EndWaits();
        YieldPausedTurns();
        if (!_waiting.IsEmpty)
        {
            OfferFree();
            AskForLoads();
        }

        LeavePaused(MoveRules.MostPerLook);

        Sweep();
    });

    private void EndWaits()
    {
        while (_deadlines.TryPeek(out var first, out var deadline) && deadline <= _time.Now)
        {
            _deadlines.Dequeue();
            if (first.Request is { Phase: RequestPhase.Waiting } request && request.Id == first.Call)
            {
                LeaveWaiting(request);
                Withdraw(_endpoints[request.Entry!.Id], request.Id);
                Finish(request, RequestOutcome.Rejected);
            }
        }
    }

    /// <summary>Who waits for a pause to end calls nobody meanwhile: its turn to repeat is for one that can.</summary>
    private void YieldPausedTurns()
    {
        if (_retriesWait)
        {
            _retriesWait = false;
            foreach (var request in _waiting.Endpoints.Where(entry => !entry.Admits).SelectMany(_waiting.At))
            {
                request.Retry.Yield();
            }
        }
    }

    private void AskForLoads()
    {
        foreach (var entry in _waiting.IsEmpty ? [] : OpenSlots.UnheardOf(Pool.Entries, MoveRules.MostAsked, _time.Now))
        {
            var endpoint = _endpoints[entry.Id];
            entry.LoadAskedAt = _time.Now;
            _time.After(Hop, () =>
            {
                var load = endpoint.Load(_id);
                _time.After(Hop, () => Heard(entry, load));
            });
        }
    }

    /// <summary>Asks whether it could start there, or wait there, and keeps its place meanwhile.</summary>
    private void TryToMove(SimulatedRequest request, RoutingEntry to, bool mayQueue = false)
    {
        _waiting.Remove(request);
        request.Move = new Move(request.TakeId(), to, mayQueue);
        Send(request, request.Move.Id, to, lastResort: false, onlyAtOnce: !mayQueue);
    }

    private void OnMoveReply(SimulatedRequest request, in Reply reply, RoutingEntry to)
    {
        var move = request.Move!;
        request.Move = null;
        to.Asked--;
        to.Heard(reply.Load, _time.Now);
        if (reply.Kind is ReplyKind.Rejected)
        {
            to.NoSlotUntil = _time.Now + OpenSlots.Pause;
            Await(request);
            return;
        }

        Withdraw(_endpoints[request.Entry!.Id], request.Id);
        request.MoveTo(move);
        Proceed(request, reply, to);
        Offer(to);
    }

    /// <summary>It neither waits nor moves any more.</summary>
    private void LeaveWaiting(SimulatedRequest request)
    {
        _waiting.Remove(request);
        if (request.Move is { } move)
        {
            request.Move = null;
            move.Entry.Asked--;
            Withdraw(_endpoints[move.Entry.Id], move.Id);
        }
    }
}
