using MultiplexCluster.Contracts.Identity;

namespace MultiplexCluster.Core.Routing;

/// <summary>
/// Which endpoint served each conversation last, as one node saw it: at most so many conversations, each for a while after
/// its last call. Not thread-safe.
/// </summary>
/// <param name="capacity">How many it holds, from 1; for one more it forgets the one that was longest silent.</param>
/// <param name="lasts">How long after a conversation's last call it is remembered.</param>
public sealed class SessionMemory(int capacity, TimeSpan lasts)
{
    private readonly Dictionary<ulong, LinkedListNode<Served>> _byKey = [];
    private readonly LinkedList<Served> _oldestFirst = [];

    /// <summary>How many it holds.</summary>
    public int Count => _byKey.Count;

    /// <summary>Where the conversation was served last; null where that isn't known, or too long ago.</summary>
    public EndpointId? Find(ulong key, TimeSpan now) =>
        _byKey.TryGetValue(key, out var node) && now - node.Value.At < lasts ? node.Value.Endpoint : null;

    /// <summary>It is served there now.</summary>
    public void Note(ulong key, EndpointId endpoint, TimeSpan now)
    {
        while (_oldestFirst.First is { } oldest && now - oldest.Value.At >= lasts)
        {
            Forget(oldest);
        }

        var served = new Served(key, endpoint, now);
        if (_byKey.TryGetValue(key, out var known))
        {
            known.Value = served;
            _oldestFirst.Remove(known);
            _oldestFirst.AddLast(known);
            return;
        }

        if (_byKey.Count >= capacity)
        {
            Forget(_oldestFirst.First!);
        }

        _byKey.Add(key, _oldestFirst.AddLast(served));
    }

    private void Forget(LinkedListNode<Served> node)
    {
        _oldestFirst.Remove(node);
        _byKey.Remove(node.Value.Key);
    }

    private readonly record struct Served(ulong Key, EndpointId Endpoint, TimeSpan At);
}
