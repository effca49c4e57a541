using Akka.Actor;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;

namespace MultiplexCluster.Actors.Endpoints;

/// <summary>Permits for a router that asked for several at once, until all it asked is decided.</summary>
internal sealed class GatheredGrants(IStash front)
{
    private readonly List<CallId> _calls = [];
    private IActorRef? _router;

    /// <summary>Puts the questions of one message at the front of the mailbox, and behind them what ends the gathering.</summary>
    public void Begin(ReportsAndQuestions several, IActorRef router, object end)
    {
        _router = router;
        front.Prepend([.. several.Questions.Select(question => new Envelope(question, router)), new Envelope(end, ActorRefs.NoSender)]);
        front.UnstashAll();
    }

    /// <summary>Keeps a permit back; false for a router whose permits are not gathered.</summary>
    public bool TryAdd(IActorRef router, CallId call)
    {
        if (!router.Equals(_router))
        {
            return false;
        }

        _calls.Add(call);
        return true;
    }

    /// <summary>What was gathered and for whom; the end of the gathering.</summary>
    public (IActorRef? Router, IReadOnlyList<CallId> Calls) End()
    {
        var gathered = (_router, (IReadOnlyList<CallId>)[.. _calls]);
        _router = null;
        _calls.Clear();
        return gathered;
    }
}
