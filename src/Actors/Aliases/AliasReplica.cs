using Akka.Actor;
using MultiplexCluster.Contracts.Protocol;

namespace MultiplexCluster.Actors.Aliases;

/// <summary>Keeps this node's copy of the aliases fresh: watches the registry, and asks again at intervals in case it moved.</summary>
internal sealed class AliasReplica : UntypedActor, IWithTimers
{
    private static readonly TimeSpan AskFirst = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(5);
    private readonly IActorRef _registry;
    private readonly AliasList _list;
    private readonly List<Alias> _pages = [];
    private (long Version, int Page) _next;
    private long _known;

    public AliasReplica(IActorRef registry, AliasList list) => (_registry, _list) = (registry, list);

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(IActorRef registry, AliasList list) => Akka.Actor.Props.Create(() => new AliasReplica(registry, list));

    protected override void PreStart()
    {
        _registry.Tell(new WatchAliases());
        Timers.StartPeriodicTimer("ask", Tick.Instance, AskFirst, AskAgain);
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case AliasesSnapshot page: OnPage(page); break;
            case Tick: _registry.Tell(new WatchAliases(_known)); break;
            default: Unhandled(message); break;
        }
    }

    /// <summary>A list with a page missing is dropped: it is asked for again.</summary>
    private void OnPage(AliasesSnapshot page)
    {
        if (page.Page == 0)
        {
            _pages.Clear();
        }
        else if ((page.Version, page.Page) != _next)
        {
            return;
        }

        _pages.AddRange(page.Aliases);
        _next = (page.Version, page.Page + 1);
        if (!page.HasMore)
        {
            _known = page.Version;
            _list.Replace([.. _pages], page.Version);
        }
    }

    private sealed record Tick
    {
        public static readonly Tick Instance = new();
    }
}
