using MultiplexCluster.Contracts.Identity;

namespace MultiplexCluster.Core.Affinity;

/// <summary>
/// Which marks stand otherwise than what is stored of them, in batches: one is written at a time, and one that could not
/// be written comes back. Not thread-safe.
/// </summary>
public sealed class UnsavedMarks(UsageMarks marks)
{
    private readonly HashSet<ObjectKey> _unsaved = [];
    private IReadOnlyList<UsageMark> _beingSaved = [];

    /// <summary>A batch is being written.</summary>
    public bool IsSaving => _beingSaved.Count > 0;

    /// <summary>Something waits to be written.</summary>
    public bool HasMore => _unsaved.Count > 0;

    /// <summary>How many wait to be written.</summary>
    public int Count => _unsaved.Count;

    /// <summary>Whether it stands as it is stored.</summary>
    public bool IsStored(ObjectKey key) => !_unsaved.Contains(key) && !_beingSaved.Any(mark => mark.Key == key);

    /// <summary>This one stands otherwise now.</summary>
    public void Add(ObjectKey key) => _unsaved.Add(key);

    /// <summary>Takes the next batch, as the marks stand now and without what is forgotten; empty where nothing is left.</summary>
    /// <param name="most">Marks in it at most.</param>
    public IReadOnlyList<UsageMark> Take(int most)
    {
        List<UsageMark> batch = [];
        foreach (var key in _unsaved)
        {
            _unsaved.Remove(key);
            if (marks.Find(key) is { } mark)
            {
                batch.Add(mark);
            }

            if (batch.Count == most)
            {
                break;
            }
        }

        return _beingSaved = batch;
    }

    /// <summary>The batch is stored: gives those whose claims are granted by that.</summary>
    public IReadOnlyList<UsageMark> Saved()
    {
        List<UsageMark> granted = [.. _beingSaved.Where(marks.Confirm)];
        _beingSaved = [];
        return granted;
    }

    /// <summary>
    /// The batch is not stored, as far as is known: what stands is to be written again, claims fall. Should a claim be
    /// stored after all, nobody was told, and what is written next stands after it.
    /// </summary>
    public void Failed()
    {
        foreach (var mark in _beingSaved)
        {
            marks.Withdraw(mark);
            _unsaved.Add(mark.Key);
        }

        _beingSaved = [];
    }

    /// <summary>Drops what is forgotten, so that a store that is away long costs no memory.</summary>
    public void Prune() => _unsaved.RemoveWhere(key => marks.Find(key) is null);
}
