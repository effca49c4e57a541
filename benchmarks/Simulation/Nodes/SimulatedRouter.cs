using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Core.Moving;
using MultiplexCluster.Core.Retrying;
using MultiplexCluster.Core.Routing;
using MultiplexCluster.Simulation.Measuring;
using MultiplexCluster.Simulation.Selecting;
using MultiplexCluster.Simulation.Time;

namespace MultiplexCluster.Simulation.Nodes;

/// <summary>One node's router: the core's choice and its rules, interpreted in virtual time. A message takes 0.3 ms.</summary>
internal sealed partial class SimulatedRouter
{
    /// <summary>How long a message takes.</summary>
    public static readonly TimeSpan Hop = TimeSpan.FromMilliseconds(0.3);

    private const ProviderKind Provider = ProviderKind.OpenAi;

    private readonly VirtualTime _time;
    private readonly RouterId _id;
    private readonly ISelection _selection;
    private readonly Random _random;
    private readonly Ledger _ledger;
    private readonly RoutingDirectory _directory = new();
    private readonly Dictionary<EndpointId, SimulatedEndpoint> _endpoints = [];
    private long _choices;
    private long _tickets;

    public SimulatedRouter(VirtualTime time, int node, ISelection selection, Random random, Ledger ledger)
    {
        (_time, _id, _selection, _random, _ledger) = (time, RouterId.Of(new NodeId(node), 1), selection, random, ledger);
        _stranded = new StrandedRequests<SimulatedRequest>(_waiting);
        Sweep();
    }

    private Pool Pool => _directory.Find(Provider, null)!;

    /// <summary>An endpoint says how it is.</summary>
    public void Hear(SimulatedEndpoint endpoint, EndpointAnnouncement announcement)
    {
        _endpoints[endpoint.Id] = endpoint;
        if (_directory.Announce(announcement, _time.Now) && _directory.TryGet(endpoint.Id, out var entry))
        {
            HeardChange(entry);
        }
    }

    /// <summary>Several endpoints pause at once.</summary>
    public void Hear(ScopePaused pause)
    {
        var paused = _directory.Pause(pause, _time.Now);
        foreach (var entry in paused)
        {
            Strand(entry);
        }

        LeavePaused(MoveRules.MostAtOnce);
    }

    /// <summary>A caller's request comes; it is told of the end.</summary>
    public void Execute(Wish wish, Action ended)
    {
        var request = new SimulatedRequest(_id, ++_tickets, wish, _time.Now, ended) { Retry = new RetryTurn(Pool.Retries) };
        request.Retry.Enter();
        AskSomewhere(request);
    }

    private RouteDecision? Choose(SimulatedRequest request) => _selection.Choose(Pool, request.Priority, request.Trail, _time.Now, _random);

    private void AskSomewhere(SimulatedRequest request)
    {
        if (Choose(request) is { } choice)
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
        request.Retry.Begin();
        (request.Phase, request.Entry) = (RequestPhase.Asking, entry);
        Send(request, request.Id, entry, lastResort, onlyAtOnce: false);
    }

    private void Send(SimulatedRequest request, CallId call, RoutingEntry entry, bool lastResort, bool onlyAtOnce)
    {
        entry.Asked++;
        entry.LastUsed = ++_choices;
        var (endpoint, ours) = (_endpoints[entry.Id], _selection.IsOurs);
        var question = new Acquire(
            entry.Id, call, default, ours ? request.Priority : PriorityClass.Medium, null,
            (long)request.WaitedUntil(_time.Now).TotalMilliseconds, request.Trail?.AttemptsOn(entry.Id) > 0, lastResort)
        {
            Lane = ours ? request.Wish.Lane : (byte)0,
            OnlyAtOnce = onlyAtOnce,
            BodyBytes = request.Wish.BodyBytes,
        };
        _time.After(Hop, () => endpoint.Ask(question, reply => _time.After(Hop, () => OnReply(request, reply, endpoint, entry))));
    }

    private void OnReply(SimulatedRequest request, in Reply reply, SimulatedEndpoint endpoint, RoutingEntry entry)
    {
        if (request.Move?.Id == reply.Call)
        {
            OnMoveReply(request, reply, entry);
        }
        else if (request.Id == reply.Call && request.Phase is RequestPhase.Asking or RequestPhase.Waiting)
        {
            LeaveWaiting(request);
            entry.Asked -= request.Phase is RequestPhase.Asking ? 1 : 0;
            Heard(entry, reply.Load);
            Proceed(request, reply, entry);
        }
        else if (reply.Kind is not ReplyKind.Rejected && !_withdrawn.Contains(reply.Call))
        {
            Withdraw(endpoint, reply.Call);
        }
    }

    private void Proceed(SimulatedRequest request, in Reply reply, RoutingEntry entry)
    {
        switch (reply.Kind)
        {
            case ReplyKind.Granted:
                Start(request, entry);
                break;
            case ReplyKind.Queued:
                Wait(request, reply.Position);
                break;
            default:
                var trail = request.TrailOrNew;
                trail.WaitBegan = request.WaitBegan - request.Waited;
                trail.Refuse(entry.Id);
                AskSomewhere(request);
                break;
        }
    }

    // Withdrawn questions whose answers are still on their way.
    private readonly HashSet<CallId> _withdrawn = [];

    private void Withdraw(SimulatedEndpoint endpoint, CallId call)
    {
        _withdrawn.Add(call);
        _time.After(Hop, () =>
        {
            endpoint.Withdraw(call);
            _time.After(Hop, () => _withdrawn.Remove(call));
        });
    }

    private void Finish(SimulatedRequest request, RequestOutcome outcome)
    {
        request.Retry.Leave();
        request.Phase = RequestPhase.Done;
        _ledger.Done(request, outcome, _time.Now);
        request.Ended();
    }
}
