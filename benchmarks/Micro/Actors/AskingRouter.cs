using Akka.Actor;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Contracts.Requests;

namespace MultiplexCluster.Micro.Actors;

/// <summary>Does to one endpoint what a router does whose callers send their next request when the last is answered.</summary>
internal sealed class AskingRouter(IActorRef region, EndpointId endpoint, int callers, bool reportsWithQuestions) : UntypedActor
{
    private static readonly RequestId Label = RequestId.Parse("req_benchmark");
    private readonly RouterId _id = RouterId.Of(new NodeId(1), 1);
    private IActorRef _endpoint = region;
    private Run _run = null!;
    private long _sequence;
    private long _reports;
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
                    Ask([]);
                }

                break;
            case Granted granted:
                _endpoint = Sender;
                OnGranted(granted);
                break;
            case Rejected or Queued:
                _run.Done.TrySetException(new InvalidOperationException($"{message}"));
                break;
            default:
                break;
        }
    }

    private void OnGranted(Granted granted)
    {
        var report = new Report(
            endpoint, granted.CallId, ++_reports, OutcomeClass.Success, RequestOutcome.Succeeded, new TokenUsage(90, 10, 20, 110), null, null);
        var rides = reportsWithQuestions && _toAsk > 0;
        if (!rides)
        {
            _endpoint.Tell(report, Self);
        }

        Ask(rides ? [report] : []);
        if (--_toEnd == 0)
        {
            _run.Done.SetResult();
        }
    }

    private void Ask(IReadOnlyList<Report> reports)
    {
        if (_toAsk > 0)
        {
            _toAsk--;
            _endpoint.Tell(
                new Acquire(endpoint, new CallId(_id, ++_sequence, 1), Label, PriorityClass.Medium, null, 0, IsRetry: false, LastResort: false, IsPinned: true) { Reports = reports },
                Self);
        }
    }

    /// <summary>Asks for so many permits, one after another per caller.</summary>
    internal sealed record Run(int Permits, TaskCompletionSource Done) : INoSerializationVerificationNeeded;
}
