using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Core.Affinity;

namespace MultiplexCluster.Actors.Affinity;

/// <summary>What this node noted or asked for lately, so that the next call that names it costs no hop. From any thread.</summary>
internal sealed class RecentObjects
{
    /// <summary>Kept at most, however many the cluster remembers.</summary>
    private const int Most = 10_000;

    private readonly Lock _lock = new();
    private readonly ObjectMemory _memory;

    /// <param name="maxObjects">How many the cluster remembers, from 1.</param>
    public RecentObjects(int maxObjects) => _memory = new ObjectMemory(Math.Min(Most, maxObjects));

    /// <summary>Remembers a place; false where it knew it already.</summary>
    public bool Learn(ObjectPlace place)
    {
        lock (_lock)
        {
            return _memory.Note(place);
        }
    }

    /// <summary>Where an object lives, as far as this node knows.</summary>
    public EndpointId? Find(ObjectKey key)
    {
        lock (_lock)
        {
            return _memory.Find(key);
        }
    }
}
