using Akka.Actor;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Contracts.Requests;

namespace MultiplexCluster.Micro.Actors;

/// <summary>Does to one endpoint what a router does whose callers send their next request when the last is answered.</summary>
internal sealed class AskingRouter(IActorRef region, EndpointId endpoint, int callers, bool gathers) : UntypedActor
{
    private static readonly RequestId Label = RequestId.Parse("req_benchmark");
    private readonly RouterId _id = RouterId.Of(new NodeId(1), 1);
    private readonly List<Report> _reports = [];
    private readonly List<Acquire> _questions = [];
    private IActorRef _endpoint = region;
    private Run _run = null!;
    private long _sequence;
    private long _number;
    private int _toAsk;
    private int _toEnd;

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Run run:
                (_run, _toAsk, _toEnd) = (run, run.Permits, run.Permits);
                for (var i = 0; i < callers; i++)
                {
                    Ask();
                }

                break;
            case Granted granted:
                _endpoint = Sender;
                OnPermit(granted.CallId);
                break;
            case GrantedSeveral several:
                foreach (var call in several.CallIds)
                {
                    OnPermit(call);
                }

                break;
            case SendGathered:
                _endpoint.Tell(new ReportsAndQuestions(endpoint, [.. _reports], [.. _questions]), Self);
                _reports.Clear();
                _questions.Clear();
                break;
            case Rejected or Queued:
                _run.Done.TrySetException(new InvalidOperationException($"{message}"));
                break;
            default:
                break;
        }
    }

    private void OnPermit(CallId call)
    {
        var report = new Report(
            endpoint, call, ++_number, OutcomeClass.Success, RequestOutcome.Succeeded, new TokenUsage(90, 10, 20, 110), null, null);
        if (gathers)
        {
            Gather();
            _reports.Add(report);
        }
        else
        {
            _endpoint.Tell(report, Self);
        }

        Ask();
        if (--_toEnd == 0)
        {
            _run.Done.SetResult();
        }
    }

    private void Ask()
    {
        if (_toAsk == 0)
        {
            return;
        }

        _toAsk--;
        var question = new Acquire(
            endpoint, new CallId(_id, ++_sequence, 1), Label, PriorityClass.Medium, null, 0, IsRetry: false, LastResort: false, IsPinned: true);
        if (gathers)
        {
            Gather();
            _questions.Add(question);
        }
        else
        {
            _endpoint.Tell(question, Self);
        }
    }

    private void Gather()
    {
        if (_reports.Count == 0 && _questions.Count == 0)
        {
            Self.Tell(SendGathered.Instance);
        }
    }

    /// <summary>Asks for so many permits, one after another per caller.</summary>
    internal sealed record Run(int Permits, TaskCompletionSource Done) : INoSerializationVerificationNeeded;

    private sealed record SendGathered
    {
        public static readonly SendGathered Instance = new();
    }
}
