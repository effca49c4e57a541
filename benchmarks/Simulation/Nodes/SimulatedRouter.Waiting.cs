using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Core.Admission;
using MultiplexCluster.Core.Queueing;
using MultiplexCluster.Core.Routing;

namespace MultiplexCluster.Simulation.Nodes;

// Requests that wait, and the slots elsewhere that they move to.
internal sealed partial class SimulatedRouter
{
    private const int MostAskedPerSweep = 32;
    private const int MostMovedAtOnce = 16;
    private static readonly TimeSpan SweepInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Stale = TimeSpan.FromMilliseconds(150);

    private readonly SortedDictionary<long, SimulatedRequest>[] _waiting = [[], [], []];
    private ClassTurns _moves;
    private int _nextAsked;

    private void Wait(SimulatedRequest request)
    {
        request.Phase = RequestPhase.Waiting;
        _waiting[(int)request.Priority][request.Id.Sequence] = request;
        var (call, left) = (request.Id, request.Endpoint!.Settings.QueueTimeout - WaitedBy(request));
        _time.After(left, () =>
        {
            if (request.Id == call && request.Phase is RequestPhase.Waiting)
            {
                var endpoint = request.Endpoint;
                _time.After(Hop, () => endpoint!.Withdraw(call));
                Finish(request, RequestOutcome.Rejected);
            }
        });
    }

    private void StopWaiting(SimulatedRequest request) => _waiting[(int)request.Priority].Remove(request.Id.Sequence);

    private void Sweep() => _time.After(SweepInterval, () =>
    {
        if (_selection.IsOurs && Array.Exists(_waiting, line => line.Count > 0))
        {
            AskForLoads();
            PlaceWaiting(null);
        }

        Sweep();
    });

    // Only while requests wait, and only of endpoints that were not heard of for a while.
    private void AskForLoads()
    {
        var entries = Pool.Entries;
        var asked = 0;
        for (var i = 0; i < entries.Count && asked < MostAskedPerSweep; i++)
        {
            var entry = entries[_nextAsked++ % entries.Count];
            if (_time.Now - entry.HeardAt >= Stale)
            {
                asked++;
                var endpoint = _endpoints[entry.Id];
                _time.After(Hop + Hop, () =>
                {
                    entry.Heard(endpoint.Load(entry.OwnRunning), _time.Now);
                    PlaceWaiting(entry);
                });
            }
        }
    }

    /// <summary>Starts those that wait where a slot is free: by class weights, the longest waiting first.</summary>
    private void PlaceWaiting(RoutingEntry? freed)
    {
        if (!_selection.IsOurs || (freed is not null && Fitness.Of(freed, _time.Now).Class is not FitnessClass.FreeSlot))
        {
            return;
        }

        var open = new[] { true, true, true };
        for (var i = 0; i < MostMovedAtOnce; i++)
        {
            var (high, medium, low) = (NextOf(0, open), NextOf(1, open), NextOf(2, open));
            if (_moves.Next(high is not null, medium is not null, low is not null) is not { } turn)
            {
                return;
            }

            var request = turn.Class switch { PriorityClass.High => high, PriorityClass.Medium => medium, _ => low };
            if (_selection.Choose(Pool, request!.Priority, request.Trail, _time.Now, _random) is { StartsAtOnce: true } choice && choice.Entry != request.Entry)
            {
                _moves = turn.After;
                Move(request, choice.Entry);
            }
            else
            {
                open[(int)turn.Class] = false;
            }
        }
    }

    private SimulatedRequest? NextOf(int priority, bool[] open) =>
        open[priority] ? _waiting[priority].Values.FirstOrDefault(request => !request.IsMoving) : null;

    /// <summary>Asks whether it could start there, and keeps its place meanwhile.</summary>
    private void Move(SimulatedRequest request, RoutingEntry to)
    {
        request.IsMoving = true;
        to.Asked++;
        to.LastUsed = ++_choices;
        var (stays, there) = (request.Id, request.Id with { Attempt = request.Id.Attempt + 1_000 });
        var endpoint = _endpoints[to.Id];
        var applicant = new Applicant(IsRetry: false, LastResort: false, endpoint.Settings.QueueTimeout - WaitedBy(request));
        _time.After(Hop, () =>
        {
            var granted = endpoint.Ask(there, request.Priority, applicant, onlyIfFree: true, _ => { }).Kind is AdmissionKind.Grant or AdmissionKind.GrantProbe;
            _time.After(Hop, () => OnMoved(request, stays, there, endpoint, to, granted));
        });
    }

    private void OnMoved(SimulatedRequest request, CallId stays, CallId there, SimulatedEndpoint endpoint, RoutingEntry to, bool granted)
    {
        to.Asked--;
        to.Heard(endpoint.Load(to.OwnRunning), _time.Now);
        request.IsMoving = false;
        var isFree = request.Id == stays && request.Phase is RequestPhase.Waiting;
        if (granted && !isFree)
        {
            _time.After(Hop, () => endpoint.Withdraw(there));
        }
        else if (granted)
        {
            var former = request.Endpoint!;
            _time.After(Hop, () => former.Withdraw(stays));
            (request.Endpoint, request.Entry) = (endpoint, to);
            request.Become(there);
            Start(request, endpoint, to);
        }
    }
}
