using MultiplexCluster.Contracts.Identity;

namespace MultiplexCluster.Core.Affinity;

/// <summary>
/// What a memory of objects has learned and is not stored yet, in batches: one is written at a time, and one that could
/// not be written comes back. Holds no more than the memory itself. Not thread-safe.
/// </summary>
public sealed class UnsavedPlaces(ObjectMemory memory)
{
    private readonly Dictionary<ObjectKey, EndpointId> _unsaved = [];
    private IReadOnlyList<ObjectPlace> _beingSaved = [];

    /// <summary>A batch is being written.</summary>
    public bool IsSaving => _beingSaved.Count > 0;

    /// <summary>Something waits to be written.</summary>
    public bool HasMore => _unsaved.Count > 0;

    /// <summary>The memory has learned this.</summary>
    public void Add(ObjectPlace place) => _unsaved[place.Key] = place.Endpoint;

    /// <summary>Takes the next batch, without what the memory has forgotten meanwhile; empty where nothing is left.</summary>
    /// <param name="most">Places in it at most.</param>
    public IReadOnlyList<ObjectPlace> Take(int most)
    {
        List<ObjectPlace> batch = [];
        foreach (var (key, endpoint) in _unsaved)
        {
            var place = new ObjectPlace(key, endpoint);
            _unsaved.Remove(key);
            if (memory.Knows(place))
            {
                batch.Add(place);
            }

            if (batch.Count == most)
            {
                break;
            }
        }

        return _beingSaved = batch;
    }

    /// <summary>The batch is stored.</summary>
    public void Saved() => _beingSaved = [];

    /// <summary>The batch is not stored, as far as is known: it is to be written again, except what was learned anew since.</summary>
    public void Failed()
    {
        foreach (var place in _beingSaved)
        {
            _unsaved.TryAdd(place.Key, place.Endpoint);
        }

        _beingSaved = [];
    }

    /// <summary>Drops what the memory has forgotten, so that a store that is away long costs no memory.</summary>
    public void Prune()
    {
        foreach (var (key, endpoint) in _unsaved)
        {
            if (!memory.Knows(new ObjectPlace(key, endpoint)))
            {
                _unsaved.Remove(key);
            }
        }
    }

    /// <summary>How many wait to be written.</summary>
    public int Count => _unsaved.Count;
}
