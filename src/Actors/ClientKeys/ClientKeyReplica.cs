using Akka.Actor;
using MultiplexCluster.Contracts.Protocol;

namespace MultiplexCluster.Actors.ClientKeys;

/// <summary>Keeps this node's copy of the client keys fresh: watches the registry, and asks again at intervals in case it moved.</summary>
internal sealed class ClientKeyReplica : UntypedActor, IWithTimers
{
    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(5);
    private readonly IActorRef _registry;
    private readonly ClientKeyList _list;
    private readonly List<ClientKey> _pages = [];
    private (long Version, int Page) _next;
    private long _known;

    public ClientKeyReplica(IActorRef registry, ClientKeyList list) => (_registry, _list) = (registry, list);

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(IActorRef registry, ClientKeyList list) =>
        Akka.Actor.Props.Create(() => new ClientKeyReplica(registry, list));

    protected override void PreStart()
    {
        _registry.Tell(new WatchClientKeys());
        Timers.StartPeriodicTimer("ask", Tick.Instance, TimeSpan.FromMilliseconds(500), AskAgain);
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case ClientKeysSnapshot page: OnPage(page); break;
            case Tick: _registry.Tell(new WatchClientKeys(_known)); break;
            default: Unhandled(message); break;
        }
    }

    /// <summary>A list with a page missing is dropped: it is asked for again.</summary>
    private void OnPage(ClientKeysSnapshot page)
    {
        if (page.Page == 0)
        {
            _pages.Clear();
        }
        else if ((page.Version, page.Page) != _next)
        {
            return;
        }

        _pages.AddRange(page.Keys);
        _next = (page.Version, page.Page + 1);
        if (!page.HasMore)
        {
            _known = page.Version;
            _list.Replace([.. _pages]);
        }
    }

    private sealed record Tick
    {
        public static readonly Tick Instance = new();
    }
}

/// <summary>The client keys as this node knows them; read from any thread.</summary>
public sealed class ClientKeyList
{
    private volatile IReadOnlyList<ClientKey> _keys = [];

    /// <summary>All keys.</summary>
    public IReadOnlyList<ClientKey> Keys => _keys;

    internal void Replace(IReadOnlyList<ClientKey> keys) => _keys = keys;
}
