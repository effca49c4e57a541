using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Core.Admission;
using MultiplexCluster.Core.Health;
using MultiplexCluster.Core.Queueing;
using MultiplexCluster.Simulation.Time;
using MultiplexCluster.Simulation.Upstream;

namespace MultiplexCluster.Simulation.Nodes;

/// <summary>The authority over one key: the core's admission, health and queueing, interpreted in virtual time.</summary>
internal sealed class SimulatedEndpoint(VirtualTime time, EndpointId id, EndpointSettings settings, ModelledKey key, Random random, bool hasClasses)
{
    private readonly Dictionary<CallId, (long Epoch, Action<CallId> Granted)> _permits = [];
    private readonly LinkedList<Waiter>[] _lines = [new(), new(), new()];
    private readonly Dictionary<CallId, (LinkedList<Waiter> Line, LinkedListNode<Waiter> Node)> _waiters = [];
    private EndpointHealth _health = EndpointHealth.Healthy;
    private ClassTurns _turns;
    private EndpointState _announced = EndpointState.Available;
    private bool _isWoken;

    public EndpointId Id => id;

    public EndpointSettings Settings => settings;

    public ModelledKey Key => key;

    public int Waiting => _waiters.Count;

    public int Running => _permits.Count;

    /// <summary>Whether a call could start now, were somebody here.</summary>
    public bool HasRoom => _waiters.Count == 0 && AdmissionRules.DecideNext(View, time.Now) is not null;

    /// <summary>Told when its willingness to grant has changed.</summary>
    public Action<SimulatedEndpoint>? Changed { get; set; }

    private AdmissionView View => new(settings, _health, _permits.Count, _waiters.Count, IsDraining: false, key.Mean / settings.MaxConcurrentRequests);

    public EndpointLoad Load(int yours)
    {
        var (state, until) = Condition.Of(_health, enabled: true, isDraining: false, time.Now);
        var remaining = until is { } end ? Math.Max(0, (long)Math.Ceiling((end - time.Now).TotalMilliseconds)) : 0;
        return new EndpointLoad(state, remaining, _permits.Count, yours, _waiters.Count);
    }

    /// <summary>A question. The permit, now or later, is said by <paramref name="granted"/>.</summary>
    public AdmissionDecision Ask(CallId call, PriorityClass priority, in Applicant applicant, bool onlyIfFree, Action<CallId> granted)
    {
        var decision = onlyIfFree && !HasRoom
            ? AdmissionDecision.Reject(RejectionReason.QueueFull, null)
            : AdmissionRules.Decide(View, applicant, time.Now);
        if (decision.Kind is AdmissionKind.Grant or AdmissionKind.GrantProbe)
        {
            Grant(call, granted, decision.Kind);
        }
        else if (decision.Kind is AdmissionKind.Queue)
        {
            var line = _lines[hasClasses ? (int)priority : 0];
            var waiter = new Waiter(call, granted);
            _waiters[call] = (line, applicant.IsRetry ? line.AddFirst(waiter) : line.AddLast(waiter));
            Pump();
        }

        return decision;
    }

    /// <summary>Takes a question back, whatever became of it.</summary>
    public void Withdraw(CallId call)
    {
        Leave(call);
        if (_permits.Remove(call) && _health.Probe == call)
        {
            _health = _health with { Probe = null };
        }

        Pump();
    }

    /// <summary>A call has ended.</summary>
    public void Report(CallId call, OutcomeClass outcome, TimeSpan? retryAfter)
    {
        if (!_permits.Remove(call, out var permit))
        {
            return;
        }

        var judged = new JudgedCall(permit.Epoch, _health.Probe == call);
        _health = HealthRules.Judge(_health, settings, judged, new CallOutcome(outcome, retryAfter, null), time.Now, random.NextDouble());
        Pump();
    }

    private void Grant(CallId call, Action<CallId> granted, AdmissionKind kind)
    {
        _permits[call] = (_health.Epoch, granted);
        if (kind is AdmissionKind.GrantProbe)
        {
            _health = _health.Probing(call, time.Now);
        }

        granted(call);
    }

    private void Pump()
    {
        while (_waiters.Count > 0 && AdmissionRules.DecideNext(View, time.Now) is { } decision
            && _turns.Next(_lines[0].Count > 0, _lines[1].Count > 0, _lines[2].Count > 0) is { } next)
        {
            _turns = next.After;
            var waiter = _lines[(int)next.Class].First!.Value;
            Leave(waiter.Call);
            Grant(waiter.Call, waiter.Granted, decision.Kind);
        }

        Announce();
        WakeUp();
    }

    private void Leave(CallId call)
    {
        if (_waiters.Remove(call, out var place))
        {
            place.Line.Remove(place.Node);
        }
    }

    private void Announce()
    {
        var state = Load(0).State;
        if (state != _announced)
        {
            _announced = state;
            Changed?.Invoke(this);
        }
    }

    private void WakeUp()
    {
        if (!_isWoken && _health.Gate(time.Now).Until is { } until)
        {
            _isWoken = true;
            time.At(until, () =>
            {
                _isWoken = false;
                Pump();
            });
        }
    }

    private sealed record Waiter(CallId Call, Action<CallId> Granted);
}
