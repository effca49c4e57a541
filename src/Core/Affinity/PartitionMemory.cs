using MultiplexCluster.Contracts.Durability;
using MultiplexCluster.Contracts.Identity;

namespace MultiplexCluster.Core.Affinity;

/// <summary>
/// All that one part of the cluster's memory knows, places and marks, and what of it is not stored yet. Not thread-safe.
/// </summary>
public sealed class PartitionMemory
{
    private readonly int _capacity;
    private readonly ObjectMemory _places;
    private readonly UsageMarks _marks;
    private readonly UnsavedPlaces _unsavedPlaces;
    private readonly UnsavedMarks _unsavedMarks;

    /// <summary>An empty memory.</summary>
    /// <param name="capacity">How many places it holds, and how many marks, from 1.</param>
    public PartitionMemory(int capacity)
    {
        (_capacity, _places, _marks) = (capacity, new ObjectMemory(capacity), new UsageMarks(capacity));
        (_unsavedPlaces, _unsavedMarks) = (new UnsavedPlaces(_places), new UnsavedMarks(_marks));
    }

    /// <summary>An event is being written.</summary>
    public bool IsSaving => _unsavedPlaces.IsSaving || _unsavedMarks.IsSaving;

    /// <summary>Something waits to be written.</summary>
    public bool HasMore => _unsavedPlaces.HasMore || _unsavedMarks.HasMore;

    /// <inheritdoc cref="ObjectMemory.Find"/>
    public EndpointId? Find(ObjectKey key) => _places.Find(key);

    /// <summary>Learns where objects live, and which responses' tokens nobody has booked.</summary>
    public void Note(IReadOnlyList<ObjectPlace> places, IReadOnlyList<ObjectKey> unbooked)
    {
        foreach (var place in places)
        {
            if (_places.Note(place))
            {
                _unsavedPlaces.Add(place);
            }
        }

        foreach (var key in unbooked)
        {
            if (_marks.Note(key))
            {
                _unsavedMarks.Add(key);
            }
        }

        Prune();
    }

    /// <inheritdoc cref="UsageMarks.Take"/>
    public UsageClaim Take(ObjectKey key, UsageTaker taker)
    {
        var isNews = _marks.Find(key) is { Taker: null };
        var claim = _marks.Take(key, taker);
        if (isNews)
        {
            _unsavedMarks.Add(key);
        }

        return claim;
    }

    /// <inheritdoc cref="UsageMarks.Return"/>
    /// <returns>Whether that is stored; asked again it will be.</returns>
    public bool Return(ObjectKey key, UsageTaker taker)
    {
        if (_marks.Return(key, taker))
        {
            _unsavedMarks.Add(key);
        }

        return _unsavedMarks.IsStored(key);
    }

    /// <summary>What to write next, one event at a time; null where nothing is left.</summary>
    /// <param name="most">Places in it at most, and marks.</param>
    public ObjectsNoted? NextEvent(int most)
    {
        var (places, marks) = (_unsavedPlaces.Take(most), _unsavedMarks.Take(most));
        return IsSaving ? new ObjectsNoted(places, marks.Count > 0 ? marks : null) : null;
    }

    /// <summary>The event is stored: gives the marks whose claims are granted by that.</summary>
    public IReadOnlyList<UsageMark> Saved()
    {
        _unsavedPlaces.Saved();
        return _unsavedMarks.Saved();
    }

    /// <summary>The event is not stored, as far as is known.</summary>
    public void Failed()
    {
        _unsavedPlaces.Failed();
        _unsavedMarks.Failed();
    }

    /// <summary>Takes in what is stored, oldest first.</summary>
    public void Recover(IReadOnlyList<ObjectPlace> places, IReadOnlyList<UsageMark>? marks)
    {
        foreach (var place in places)
        {
            _places.Note(place);
        }

        foreach (var mark in marks ?? [])
        {
            _marks.Restore(mark);
        }
    }

    /// <summary>All of it, to be stored at one go.</summary>
    public ObjectMemorySnapshot Snapshot() => new([.. _places.Places], _marks.Count > 0 ? [.. _marks.Stored] : null);

    private void Prune()
    {
        if (_unsavedPlaces.Count > 2 * _capacity)
        {
            _unsavedPlaces.Prune();
        }

        if (_unsavedMarks.Count > 2 * _capacity)
        {
            _unsavedMarks.Prune();
        }
    }
}
