using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Core.Admission;
using MultiplexCluster.Core.Backoff;
using MultiplexCluster.Core.Retrying;
using MultiplexCluster.Core.Routing;
using MultiplexCluster.Simulation.Measuring;
using MultiplexCluster.Simulation.Selecting;
using MultiplexCluster.Simulation.Time;

namespace MultiplexCluster.Simulation.Nodes;

/// <summary>One node's router: the core's choice and its rules of retrying, interpreted in virtual time. A message takes 0.3 ms.</summary>
internal sealed partial class SimulatedRouter
{
    private static readonly TimeSpan Hop = TimeSpan.FromMilliseconds(0.3);
    private const ProviderKind Provider = ProviderKind.OpenAi;

    private readonly VirtualTime _time;
    private readonly RouterId _id;
    private readonly ISelection _selection;
    private readonly Random _random;
    private readonly Ledger _ledger;
    private readonly RoutingDirectory _directory = new();
    private readonly Dictionary<EndpointId, SimulatedEndpoint> _endpoints = [];
    private long _versions;
    private long _choices;
    private long _tickets;

    public SimulatedRouter(VirtualTime time, int node, ISelection selection, Random random, Ledger ledger)
    {
        (_time, _id, _selection, _random, _ledger) = (time, RouterId.Of(new NodeId(node), 1), selection, random, ledger);
        Sweep();
    }

    /// <summary>An endpoint says how it is.</summary>
    public void Hear(SimulatedEndpoint endpoint)
    {
        _endpoints[endpoint.Id] = endpoint;
        _directory.Announce(new EndpointAnnouncement(endpoint.Id, 1, ++_versions, endpoint.Settings, endpoint.Load(0)), _time.Now);
    }

    /// <summary>A caller's request comes; it is told of the end.</summary>
    public void Execute(int caller, PriorityClass priority, Action ended)
    {
        var request = new SimulatedRequest(new CallId(_id, ++_tickets, 0), caller, priority, _time.Now);
        _ended[request.Id.Sequence] = ended;
        Budget.Enter();
        AskSomewhere(request);
    }

    private readonly Dictionary<long, Action> _ended = [];

    private Pool Pool => _directory.Find(Provider, null)!;

    private RetryBudget Budget => Pool.Retries;

    private void AskSomewhere(SimulatedRequest request)
    {
        if (_selection.Choose(Pool, request.Priority, request.Trail, _time.Now, _random) is { } choice)
        {
            Ask(request, choice.Entry, choice.LastResort);
        }
        else
        {
            Finish(request, RequestOutcome.Rejected);
        }
    }

    private void Ask(SimulatedRequest request, RoutingEntry entry, bool lastResort)
    {
        request.NextId();
        (request.Phase, request.Entry, request.Endpoint) = (RequestPhase.Asking, entry, _endpoints[entry.Id]);
        entry.Asked++;
        entry.LastUsed = ++_choices;
        var (call, endpoint) = (request.Id, request.Endpoint);
        var applicant = new Applicant(request.Trail?.AttemptsOn(entry.Id) > 0, lastResort, endpoint.Settings.QueueTimeout - WaitedBy(request));
        _time.After(Hop, () =>
        {
            var decision = endpoint.Ask(call, request.Priority, applicant, onlyIfFree: false, granted => _time.After(Hop, () => OnGranted(request, endpoint, granted)));
            var load = endpoint.Load(entry.OwnRunning);
            if (decision.Kind is AdmissionKind.Queue or AdmissionKind.Reject)
            {
                _time.After(Hop, () => OnNotGranted(request, call, endpoint, decision, load));
            }
        });
    }

    private void OnNotGranted(SimulatedRequest request, CallId call, SimulatedEndpoint endpoint, AdmissionDecision decision, EndpointLoad load)
    {
        if (request.Id != call || request.Phase is not RequestPhase.Asking)
        {
            return;
        }

        request.Entry!.Asked--;
        request.Entry.Heard(load, _time.Now);
        if (decision.Kind is AdmissionKind.Queue)
        {
            Wait(request);
            return;
        }

        request.TrailOrNew.Refuse(endpoint.Id);
        AskSomewhere(request);
    }

    private void OnGranted(SimulatedRequest request, SimulatedEndpoint endpoint, CallId call)
    {
        if (request.Id != call || request.Phase is not (RequestPhase.Asking or RequestPhase.Waiting))
        {
            _time.After(Hop, () => endpoint.Withdraw(call));
            return;
        }

        var entry = request.Entry!;
        entry.Asked -= request.Phase is RequestPhase.Asking ? 1 : 0;
        Start(request, endpoint, entry);
    }

    private void Start(SimulatedRequest request, SimulatedEndpoint endpoint, RoutingEntry entry)
    {
        StopWaiting(request);
        request.Phase = RequestPhase.Running;
        request.Attempts++;
        request.Waited = WaitedBy(request);
        request.Trail?.ForgetRefusals();
        entry.OwnRunning++;
        entry.Heard(endpoint.Load(entry.OwnRunning), _time.Now);
        _ledger.Attempt(_time.Now, request.Attempts > 1);
        var answer = endpoint.Key.Begin(_time.Now);
        var call = request.Id;
        _time.After(answer.Takes, () =>
        {
            endpoint.Key.End(answer, _time.Now);
            entry.OwnRunning--;
            if (answer.Outcome is OutcomeClass.Success)
            {
                entry.FirstByteCame(answer.Takes, _time.Now);
            }

            request.WaitBegan = _time.Now;
            _time.After(Hop, () => endpoint.Report(call, answer.Outcome, answer.RetryAfter));
            Continue(request, answer.Outcome);
            PlaceWaiting(entry);
        });
    }

    private void Continue(SimulatedRequest request, OutcomeClass outcome)
    {
        EndRetry(request);
        var next = RetryRules.After(outcome, new AttemptFacts(AnswerStarted: false, IsPinned: false, MayRepeat: true));
        if (next is NextStep.Deliver or NextStep.PassOn)
        {
            Finish(request, outcome is OutcomeClass.Success ? RequestOutcome.Succeeded : RequestOutcome.Failed);
            return;
        }

        request.TrailOrNew.Attempted(request.Entry!.Id);
        var choice = _selection.Choose(Pool, request.Priority, request.Trail, _time.Now, _random);
        var failed = outcome is OutcomeClass.Failing;
        if (choice is not { } found)
        {
            Finish(request, RequestOutcome.Failed);
        }
        else if (failed && (!Budget.Allows || found.LastResort || request.Trail!.AttemptsOn(found.Entry.Id) > 0))
        {
            BackOff(request, request.Trail!.AttemptsOn(request.Entry.Id) - 1);
        }
        else
        {
            BeginRetry(request, failed);
            Ask(request, found.Entry, found.LastResort);
        }
    }

    private void BackOff(SimulatedRequest request, int n)
    {
        var s = request.Endpoint!.Settings;
        var delay = BackoffDelay.Next(s.InitialRetryDelay, s.BackoffFactor, s.MaxRetryDelay, n, _random.NextDouble());
        if (WaitedBy(request) + delay > s.QueueTimeout)
        {
            Finish(request, RequestOutcome.Failed);
            return;
        }

        request.Phase = RequestPhase.BackingOff;
        _time.After(delay, () => AfterBackoff(request));
    }

    private void AfterBackoff(SimulatedRequest request)
    {
        if (Budget.Allows)
        {
            BeginRetry(request, failed: true);
            AskSomewhere(request);
        }
        else if (WaitedBy(request) > request.Endpoint!.Settings.QueueTimeout)
        {
            Finish(request, RequestOutcome.Failed);
        }
        else
        {
            _time.After(TimeSpan.FromMilliseconds(100), () => AfterBackoff(request));
        }
    }

    private void BeginRetry(SimulatedRequest request, bool failed)
    {
        if (failed)
        {
            request.IsRetry = true;
            Budget.Take();
        }
    }

    private void EndRetry(SimulatedRequest request)
    {
        if (request.IsRetry)
        {
            request.IsRetry = false;
            Budget.Return();
        }
    }

    private void Finish(SimulatedRequest request, RequestOutcome outcome)
    {
        StopWaiting(request);
        EndRetry(request);
        Budget.Leave();
        request.Phase = RequestPhase.Done;
        _ledger.Done(request, outcome, _time.Now);
        if (_ended.Remove(request.Id.Sequence, out var ended))
        {
            ended();
        }
    }

    private TimeSpan WaitedBy(SimulatedRequest request) => request.Waited + (_time.Now - request.WaitBegan);
}
