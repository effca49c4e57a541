using Akka.Actor;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Core.Admission;

namespace MultiplexCluster.Actors.Endpoints;

// Telling routers of their permits: one by one, or all that were asked for in one message in one.
internal sealed partial class EndpointActor
{
    private GatheredGrants? _gathered;

    /// <summary>
    /// Takes the reports, then the questions, as if each had come alone and nothing in between; permits for them go back in one
    /// message. The questions are put in front before a report can put one that waits before them.
    /// </summary>
    private void OnSeveral(ReportsAndQuestions several)
    {
        if (several.Questions.Count > 0)
        {
            (_gathered ??= new(Context.CreateStash(GetType()))).Begin(several, Sender, SendGrants.Instance);
        }

        foreach (var report in several.Reports)
        {
            OnReport(report);
        }
    }

    private void TellGranted(Acquire ask, IActorRef router)
    {
        var isProbe = _health.Probe == ask.CallId;
        if (isProbe || _gathered?.TryAdd(router, ask.CallId) is not true)
        {
            router.Tell(GrantOf(ask.CallId, router, isProbe));
        }
    }

    // Nothing came in between that could have closed the gate or changed the key.
    private void OnSendGrants()
    {
        switch (_gathered?.End())
        {
            case ({ } router, [var call]):
                router.Tell(GrantOf(call, router, isProbe: false));
                break;
            case ({ } router, { Count: > 1 } calls):
                router.Tell(new GrantedSeveral(_id, calls, _target!, Load(calls[0].Router), AdmissionRules.ReportMayWait(View, _now)));
                break;
            default:
                break;
        }
    }

    private Granted GrantOf(CallId call, IActorRef router, bool isProbe)
    {
        // Within a node a message of its own costs next to nothing.
        var isDistant = router.Path.Address.HasGlobalScope;
        return new Granted(_id, call, _target!, isProbe, Load(call.Router))
        {
            ReportMayWait = isDistant && AdmissionRules.ReportMayWait(View, _now),
            TakesSeveral = isDistant,
        };
    }
}
