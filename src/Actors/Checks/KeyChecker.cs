using Akka.Actor;
using Akka.Event;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Providers.Relay.Checks;

namespace MultiplexCluster.Actors.Checks;

/// <summary>
/// One per node: tries the refused keys of the node's endpoints by free calls, a few at a time, so that a provider that
/// refuses every key for a while meets no burst.
/// </summary>
internal sealed class KeyChecker : UntypedActor
{
    /// <summary>The actor's name on every node.</summary>
    public const string Name = "key-checker";

    /// <summary>Calls at a time.</summary>
    private const int MostAtOnce = 4;

    /// <summary>Keys that wait for their check; one that finds no place asks again at its next time.</summary>
    private const int MostWaiting = 1_000;

    private readonly CheckCall _check;
    private readonly Queue<Check> _waiting = [];
    private readonly Dictionary<EndpointId, Check> _known = [];
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private int _running;

    public KeyChecker(CheckCall check) => _check = check;

    /// <param name="check">Makes one call with the endpoint's key.</param>
    public static Props Props(CheckCall check) => Akka.Actor.Props.Create(() => new KeyChecker(check));

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case CheckKey asked: OnCheck(asked); break;
            case StopCheck stop: OnStop(stop); break;
            case Checked done: OnDone(done); break;
            default: Unhandled(message); break;
        }
    }

    private void OnCheck(CheckKey asked)
    {
        var check = new Check(asked);
        if (_waiting.Count < MostWaiting && _known.TryAdd(asked.EndpointId, check))
        {
            _waiting.Enqueue(check);
            StartNext();
        }
    }

    // One that waits keeps its place in the queue, and is passed over when its turn comes.
    private void OnStop(StopCheck stop)
    {
        if (_known.Remove(stop.EndpointId, out var check))
        {
            // Not on this thread: what hangs on the call runs there.
            _ = check.Stop.CancelAsync();
        }
    }

    private void OnDone(Checked done)
    {
        _running--;
        var id = done.Check.Asked.EndpointId;
        if (_known.TryGetValue(id, out var known) && known == done.Check)
        {
            _known.Remove(id);
        }

        if (done.Failure is { } failure)
        {
            _log.Warning(failure, "The key of endpoint {EndpointId} could not be checked", id);
        }
        else if (done.NoVerdict is { } reason)
        {
            _log.Warning("The check of the key of endpoint {EndpointId} shows nothing: {Reason}", id, reason.Message);
        }

        StartNext();
    }

    private void StartNext()
    {
        while (_running < MostAtOnce && _waiting.TryDequeue(out var next))
        {
            if (next.Stop.IsCancellationRequested)
            {
                continue;
            }

            _running++;
            _check(next.Asked.EndpointId, next.Asked.Provider, next.Stop.Token).PipeTo(
                Self,
                success: reason => new Checked(next, reason, null),
                failure: failure => new Checked(next, null, failure));
        }
    }

    /// <summary>Makes one call with an endpoint's key until it is stopped; says why it came to no verdict, or null.</summary>
    internal delegate Task<ServiceError?> CheckCall(EndpointId endpoint, ProviderKind provider, CancellationToken stop);

    private sealed class Check(CheckKey asked)
    {
        public CheckKey Asked { get; } = asked;

        // It has no timer and nobody waits on its handle: there is nothing to dispose of.
        public CancellationTokenSource Stop { get; } = new();
    }

    private sealed record Checked(Check Check, ServiceError? NoVerdict, Exception? Failure) : INoSerializationVerificationNeeded;
}

/// <summary>Try this endpoint's key by a free call. Within a node.</summary>
internal sealed record CheckKey(EndpointId EndpointId, ProviderKind Provider) : INoSerializationVerificationNeeded;

/// <summary>
/// The endpoint's key was changed or needs no check any more: one that waits is dropped, one under way is broken off. Within
/// a node.
/// </summary>
internal sealed record StopCheck(EndpointId EndpointId) : INoSerializationVerificationNeeded;
