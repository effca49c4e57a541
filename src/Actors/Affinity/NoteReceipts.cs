using Akka.Actor;
using MultiplexCluster.Contracts.Protocol;

namespace MultiplexCluster.Actors.Affinity;

/// <summary>Who is told that what it noted is durable: after the write under way, and after the one that follows it.</summary>
internal sealed class NoteReceipts
{
    private const int MostLater = 20_000;

    private HashSet<(IActorRef Courier, long Number)> _now = [];
    private HashSet<(IActorRef Courier, long Number)> _later = [];

    /// <summary>A courier noted something. One beyond the bound is not told, and says it again.</summary>
    internal void Add(IActorRef courier, long number)
    {
        if (_later.Count < MostLater)
        {
            _later.Add((courier, number));
        }
    }

    /// <summary>The write that begins has all that was noted; a write that leaves something for a later one tells nobody.</summary>
    internal void AllIsBeingWritten() => (_now, _later) = (_later, []);

    /// <summary>The write has failed: its couriers are told after the next.</summary>
    internal void NotWritten()
    {
        _later.UnionWith(_now);
        _now = [];
    }

    /// <summary>The write is done.</summary>
    internal void TellWritten(IActorRef partition) => Tell(_now, partition);

    /// <summary>Nothing is left to write.</summary>
    internal void TellAll(IActorRef partition) => Tell(_later, partition);

    private static void Tell(HashSet<(IActorRef Courier, long Number)> told, IActorRef partition)
    {
        foreach (var (courier, number) in told)
        {
            courier.Tell(new ObjectsKept(number), partition);
        }

        told.Clear();
    }
}
