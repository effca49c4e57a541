using MultiplexCluster.Contracts.Identity;

namespace MultiplexCluster.Core.Affinity;

/// <summary>
/// Remembers where objects live: at most so many, and for one more than that it forgets what was longest neither noted
/// nor asked for. Not thread-safe.
/// </summary>
public sealed class ObjectMemory
{
    private readonly int _capacity;
    private readonly Dictionary<ObjectKey, LinkedListNode<ObjectPlace>> _byKey = [];
    private readonly LinkedList<ObjectPlace> _oldestFirst = [];

    /// <summary>An empty memory.</summary>
    /// <param name="capacity">How many it holds, from 1.</param>
    public ObjectMemory(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        _capacity = capacity;
    }

    /// <summary>How many it remembers.</summary>
    public int Count => _byKey.Count;

    /// <summary>All of them, those first that are forgotten first.</summary>
    public IEnumerable<ObjectPlace> Places => _oldestFirst;

    /// <summary>Remembers a place; false where it knew it already.</summary>
    public bool Note(ObjectPlace place)
    {
        if (_byKey.TryGetValue(place.Key, out var known))
        {
            var isNews = known.Value.Endpoint != place.Endpoint;
            known.Value = place;
            Renew(known);
            return isNews;
        }

        var node = _byKey.Count < _capacity ? new LinkedListNode<ObjectPlace>(place) : TakeOldest(place);
        _oldestFirst.AddLast(node);
        _byKey.Add(place.Key, node);
        return true;
    }

    /// <summary>Where an object lives, or null; one that is asked for is remembered longer.</summary>
    public EndpointId? Find(ObjectKey key)
    {
        if (!_byKey.TryGetValue(key, out var known))
        {
            return null;
        }

        Renew(known);
        return known.Value.Endpoint;
    }

    /// <summary>Whether it remembers exactly this.</summary>
    public bool Knows(ObjectPlace place) => _byKey.TryGetValue(place.Key, out var known) && known.Value == place;

    private void Renew(LinkedListNode<ObjectPlace> node)
    {
        _oldestFirst.Remove(node);
        _oldestFirst.AddLast(node);
    }

    private LinkedListNode<ObjectPlace> TakeOldest(ObjectPlace place)
    {
        var node = _oldestFirst.First!;
        _oldestFirst.RemoveFirst();
        _byKey.Remove(node.Value.Key);
        node.Value = place;
        return node;
    }
}
