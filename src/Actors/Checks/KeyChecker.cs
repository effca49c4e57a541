using Akka.Actor;
using Akka.Event;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
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

    private readonly Func<EndpointId, ProviderKind, Task> _check;
    private readonly Queue<CheckKey> _waiting = [];
    private readonly HashSet<EndpointId> _known = [];
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private int _running;

    public KeyChecker(Func<EndpointId, ProviderKind, Task> check) => _check = check;

    /// <param name="check">Makes one call with the endpoint's key.</param>
    public static Props Props(Func<EndpointId, ProviderKind, Task> check) => Akka.Actor.Props.Create(() => new KeyChecker(check));

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case CheckKey check: OnCheck(check); break;
            case Checked done: OnDone(done); break;
            default: Unhandled(message); break;
        }
    }

    private void OnCheck(CheckKey check)
    {
        if (_waiting.Count < MostWaiting && _known.Add(check.EndpointId))
        {
            _waiting.Enqueue(check);
            StartNext();
        }
    }

    private void OnDone(Checked done)
    {
        _running--;
        _known.Remove(done.EndpointId);
        if (done.Failure is { } failure)
        {
            _log.Warning(failure, "The key of endpoint {EndpointId} could not be checked", done.EndpointId);
        }

        StartNext();
    }

    private void StartNext()
    {
        while (_running < MostAtOnce && _waiting.TryDequeue(out var next))
        {
            _running++;
            _check(next.EndpointId, next.Provider).PipeTo(
                Self,
                success: () => new Checked(next.EndpointId, null),
                failure: failure => new Checked(next.EndpointId, failure));
        }
    }

    private sealed record Checked(EndpointId EndpointId, Exception? Failure) : INoSerializationVerificationNeeded;
}

/// <summary>Try this endpoint's key by a free call. Within a node.</summary>
internal sealed record CheckKey(EndpointId EndpointId, ProviderKind Provider) : INoSerializationVerificationNeeded;
