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
    private readonly GatheredMessages _gathered = new(id);
    private IActorRef? _actor;
    private IActorRef? _authority;
    private long _incarnation;
    private long _lastSeen;
    private bool _takesSeveral;

    public EndpointId Id { get; } = id;

    public ReportOutbox Outbox { get; } = new();

    /// <summary>It stands for an endpoint, as far as was ever heard; else for a name some caller pinned.</summary>
    public bool IsReal { get; set; }

    public void AnsweredBy(IActorRef actor)
    {
        if (!IsOutdated(actor) && !actor.Equals(_actor))
        {
            (_actor, _takesSeveral) = (actor, false);
            SendSingly();
        }
    }

    /// <summary>It stands for no endpoint at the moment: what is made under its id later may speak at once.</summary>
    public void HasNoAuthority()
    {
        Lost();
        _authority = null;
    }

    /// <summary>The router keeps nothing of it any more: calls that still hold it look for its successor before they report.</summary>
    public bool IsForgotten { get; private set; }

    public void Forget() => IsForgotten = true;

    /// <summary>An incarnation asked what this router holds: from now on nothing is taken from an earlier one.</summary>
    public void TakenOverBy(IActorRef actor, long incarnation)
    {
        // It is told the reports with all others that it doesn't know.
        _gathered.DropReports();
        (_actor, _authority, _incarnation, _takesSeveral) = (actor, actor, incarnation, false);
        SendSingly();
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
        (_actor, _takesSeveral) = (null, false);
        SendSingly();
    }

    /// <summary>Its actor has said that it takes several reports and questions in one message.</summary>
    public void TakesSeveral() => _takesSeveral = true;

    /// <summary>Sends a message, and before it what was gathered.</summary>
    public void Send(IEndpointMessage message)
    {
        SendGathered();
        Tell(message);
    }

    /// <summary>Asks, at once or with what else there is to say.</summary>
    /// <returns>Whether <see cref="SendGathered"/> must follow.</returns>
    public bool Ask(Acquire question)
    {
        if (!_takesSeveral || _gathered.IsFull)
        {
            Send(question);
            return false;
        }

        _gathered.Add(question);
        return true;
    }

    /// <summary>Reports, at once or with what else there is to say.</summary>
    /// <returns>Whether <see cref="SendGathered"/> must follow.</returns>
    public bool Say(Report report)
    {
        if (!_takesSeveral || _gathered.IsFull)
        {
            Send(report);
            return false;
        }

        _gathered.Add(report);
        return true;
    }

    /// <summary>All is said that there was to say.</summary>
    public void SendGathered()
    {
        if (!_gathered.IsEmpty)
        {
            Tell(_gathered.TakeTogether());
        }
    }

    private void SendSingly()
    {
        foreach (var message in _gathered.TakeSingly())
        {
            Tell(message);
        }
    }

    private void Tell(IEndpointMessage message) => (_actor ?? region).Tell(message, self);
}
