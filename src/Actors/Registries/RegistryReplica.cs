using Akka.Actor;
using MultiplexCluster.Contracts.Protocol;

namespace MultiplexCluster.Actors.Registries;

/// <summary>Keeps this node's copy of a list fresh: watches the registry, and asks again at intervals in case it moved.</summary>
/// <typeparam name="TItem">What is listed.</typeparam>
internal abstract class RegistryReplica<TItem> : UntypedActor, IWithTimers
{
    private static readonly TimeSpan AskFirst = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(5);
    private readonly IActorRef _registry;
    private readonly List<TItem> _pages = [];
    private (long Version, int Page) _next;
    private long _known;

    protected RegistryReplica(IActorRef registry) => _registry = registry;

    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>The question for all there are and every later change, unless this version is the last.</summary>
    protected abstract IWireMessage Watch(long known);

    /// <summary>What a message of the registry says; null where it is no page.</summary>
    protected abstract RegistryPage<TItem>? Read(object message);

    /// <summary>The whole list of a version has come.</summary>
    protected abstract void Replace(IReadOnlyList<TItem> items, long version);

    protected override void PreStart()
    {
        _registry.Tell(Watch(0));
        Timers.StartPeriodicTimer("ask", Tick.Instance, AskFirst, AskAgain);
    }

    protected override void OnReceive(object message)
    {
        if (message is Tick)
        {
            _registry.Tell(Watch(_known));
        }
        else if (Read(message) is { } page)
        {
            OnPage(page);
        }
        else
        {
            Unhandled(message);
        }
    }

    /// <summary>A list with a page missing is dropped: it is asked for again.</summary>
    private void OnPage(RegistryPage<TItem> page)
    {
        if (page.Page == 0)
        {
            _pages.Clear();
        }
        else if ((page.Version, page.Page) != _next)
        {
            return;
        }

        _pages.AddRange(page.Items);
        _next = (page.Version, page.Page + 1);
        if (!page.HasMore)
        {
            _known = page.Version;
            Replace([.. _pages], page.Version);
        }
    }

    private sealed record Tick
    {
        public static readonly Tick Instance = new();
    }
}
