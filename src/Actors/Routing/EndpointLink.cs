using Akka.Actor;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;

namespace MultiplexCluster.Actors.Routing;

/// <summary>
/// This router's way to one endpoint: straight to its actor once that has answered, else by the shard region, which
/// finds it wherever it is. A message that gets lost on the straight way is repeated by the region.
/// </summary>
internal sealed class EndpointLink(EndpointId id, IActorRef region, IActorRef self)
{
    /// <summary>Reports that may wait for the next question at once: they stay far below a frame.</summary>
    private const int MostWaiting = 256;

    private IActorRef? _actor;
    private IActorRef? _authority;
    private long _incarnation;
    private long _lastSeen;
    private readonly List<Report> _waiting = [];

    public EndpointId Id { get; } = id;

    public ReportOutbox Outbox { get; } = new();

    /// <summary>It stands for an endpoint, as far as was ever heard; else for a name some caller pinned.</summary>
    public bool IsReal { get; set; }

    public void AnsweredBy(IActorRef actor) => _actor = IsOutdated(actor) ? _actor : actor;

    /// <summary>It stands for no endpoint at the moment: what is made under its id later may speak at once.</summary>
    public void HasNoAuthority()
    {
        SendWaiting();
        (_actor, _authority) = (null, null);
    }

    /// <summary>The router keeps nothing of it any more: calls that still hold it look for its successor before they report.</summary>
    public bool IsForgotten { get; private set; }

    public void Forget() => IsForgotten = true;

    /// <summary>An incarnation asked what this router holds: from now on nothing is taken from an earlier one.</summary>
    public void TakenOverBy(IActorRef actor, long incarnation)
    {
        // It is told them with all others that it doesn't know.
        ForgetWaiting();
        (_actor, _authority, _incarnation) = (actor, actor, incarnation);
    }

    /// <summary>Whether this actor may say anything for the endpoint.</summary>
    public bool IsOutdated(IActorRef actor) => _authority is not null && !_authority.Equals(actor);

    /// <summary>Whether this incarnation may say anything for the endpoint.</summary>
    public bool IsOutdated(long incarnation) => _authority is not null && _incarnation != incarnation;

    /// <summary>Whether its straight way leads to this node.</summary>
    public bool LeadsTo(Address node) => _actor is not null && _actor.Path.Address == node;

    /// <summary>The number of its last report, when that was the last already the time before and is not known to be durable; else null.</summary>
    public long? Overdue()
    {
        var (last, seen) = (Outbox.LastUncovered, _lastSeen);
        _lastSeen = last ?? 0;
        return last == seen ? last : null;
    }

    /// <summary>No answer came on the straight way.</summary>
    public void Lost()
    {
        _actor = null;
        SendWaiting();
    }

    public void Send(IEndpointMessage message) => (_actor ?? region).Tell(message, self);

    /// <summary>Asks, and says with it what waited.</summary>
    public void Ask(Acquire question)
    {
        if (_waiting.Count == 0)
        {
            Send(question);
            return;
        }

        Send(question with { Reports = [.. _waiting] });
        ForgetWaiting();
    }

    /// <summary>Sends a report, and before it what waited; or lets it wait for the next message.</summary>
    /// <returns>Whether it waits.</returns>
    public bool Send(Report report, bool mayWait, TimeSpan now)
    {
        if (mayWait && _actor is not null && _waiting.Count < MostWaiting)
        {
            WaitingSince ??= now;
            _waiting.Add(report);
            return true;
        }

        SendWaiting();
        Send(report);
        return false;
    }

    /// <summary>Since when reports wait for a question; null while none do.</summary>
    public TimeSpan? WaitingSince { get; private set; }

    /// <summary>Sends the reports that wait for a question.</summary>
    public void SendWaiting()
    {
        foreach (var report in _waiting)
        {
            Send(report);
        }

        ForgetWaiting();
    }

    private void ForgetWaiting()
    {
        _waiting.Clear();
        WaitingSince = null;
    }
}
