using Akka.Actor;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Core.Admission;

namespace MultiplexCluster.Actors.Endpoints;

// Who is told no, and why.
internal sealed partial class EndpointActor
{
    /// <summary>Refuses those that wait as an arrival with as much time would be refused now, in their order.</summary>
    private void RefuseWaiters()
    {
        var mayRefuse = State.State is not (EndpointState.Available or EndpointState.HalfOpen);
        if (!mayRefuse || _room.Count == 0)
        {
            return;
        }

        var view = View;
        var refused = _room.Remove(waiter => AdmissionRules.DecideAgain(
            view, new Applicant(waiter.IsRetry, LastResort: false, waiter.Deadline - _now, waiter.IsPinned), _now));
        foreach (var (call, waiter, refusal) in refused)
        {
            if (_blocked?.Call == call)
            {
                Unblock();
            }

            TellRejected(call, waiter.Router, refusal);
        }
    }

    private void TellRejected(CallId call, IActorRef router, AdmissionDecision decision, long tokens = 0)
    {
        var retryAfter = decision.RetryAfter is { } after ? (long?)Math.Max(0, Math.Ceiling(after.TotalMilliseconds)) : null;
        var detail = (decision.Reason is RejectionReason.CoolingDown ? LimitReason(tokens) : null) ?? ReasonOf(State.State);
        router.Tell(new Rejected(_id, call, decision.Reason, retryAfter, detail, Load(call.Router)));
    }
}
