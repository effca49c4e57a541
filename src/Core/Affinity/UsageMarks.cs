using MultiplexCluster.Contracts.Identity;

namespace MultiplexCluster.Core.Affinity;

/// <summary>
/// Remembers the background responses whose makers were not told their tokens, until a read takes them, and by whom they
/// were taken, so that neither a mark nor a question that is repeated late counts them again. At most so many; for one
/// more than that it forgets the one that was longest neither marked nor taken. Not thread-safe.
/// </summary>
public sealed class UsageMarks
{
    private readonly int _capacity;
    private readonly Dictionary<ObjectKey, LinkedListNode<Entry>> _byKey = [];
    private readonly LinkedList<Entry> _oldestFirst = [];

    /// <summary>Without any.</summary>
    /// <param name="capacity">How many it remembers, from 1.</param>
    public UsageMarks(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        _capacity = capacity;
    }

    /// <summary>How many it remembers, those that are taken included.</summary>
    public int Count => _byKey.Count;

    /// <summary>All of them as they stand for sure, those first that are forgotten first: what is claimed and not stored yet is nobody's.</summary>
    public IEnumerable<UsageMark> Stored => _oldestFirst.Select(entry => entry.Mark with { Taker = entry.IsGranted ? entry.Mark.Taker : null });

    /// <summary>Marks a response whose maker was not told its tokens; false where that is known, or they are taken already.</summary>
    public bool Note(ObjectKey key)
    {
        if (_byKey.ContainsKey(key))
        {
            return false;
        }

        Put(new UsageMark(key, null));
        return true;
    }

    /// <summary>A read asks for a response's tokens.</summary>
    public UsageClaim Take(ObjectKey key, UsageTaker taker)
    {
        if (!_byKey.TryGetValue(key, out var node))
        {
            return UsageClaim.Refused;
        }

        if (node.Value.Mark.Taker is null)
        {
            Put(new UsageMark(key, taker));
            return UsageClaim.Pending;
        }

        return node.Value.Mark.Taker != taker ? UsageClaim.Refused
            : node.Value.IsGranted ? UsageClaim.Granted
            : UsageClaim.Pending;
    }

    /// <summary>That read doesn't book them: they are nobody's again. False where they are not its.</summary>
    public bool Return(ObjectKey key, UsageTaker taker)
    {
        var isIts = _byKey.TryGetValue(key, out var node) && node.Value.Mark.Taker == taker;
        if (isIts)
        {
            Put(new UsageMark(key, null));
        }

        return isIts;
    }

    /// <summary>How a response stands, claimed or granted; null where it is not remembered.</summary>
    public UsageMark? Find(ObjectKey key) => _byKey.TryGetValue(key, out var node) ? node.Value.Mark : null;

    /// <summary>It stands so by what is stored.</summary>
    public void Restore(UsageMark mark) => Put(mark).IsGranted = mark.Taker is not null;

    /// <summary>It is stored that it stands so: true where a claim is granted by that.</summary>
    public bool Confirm(UsageMark mark)
    {
        if (mark.Taker is null || !_byKey.TryGetValue(mark.Key, out var node) || node.Value.Mark != mark || node.Value.IsGranted)
        {
            return false;
        }

        return node.Value.IsGranted = true;
    }

    /// <summary>It could not be stored that it stands so: a claim falls, to be made again.</summary>
    public void Withdraw(UsageMark mark)
    {
        if (mark.Taker is { } taker && _byKey.TryGetValue(mark.Key, out var node) && !node.Value.IsGranted)
        {
            Return(mark.Key, taker);
        }
    }

    private Entry Put(UsageMark mark)
    {
        if (_byKey.Remove(mark.Key, out var known))
        {
            _oldestFirst.Remove(known);
        }
        else if (_byKey.Count == _capacity)
        {
            _byKey.Remove(_oldestFirst.First!.Value.Mark.Key);
            _oldestFirst.RemoveFirst();
        }

        var entry = new Entry(mark);
        _byKey[mark.Key] = _oldestFirst.AddLast(entry);
        return entry;
    }

    private sealed class Entry(UsageMark mark)
    {
        public UsageMark Mark { get; } = mark;

        public bool IsGranted { get; set; }
    }
}

/// <summary>What a read hears that asks for a response's tokens.</summary>
public enum UsageClaim
{
    /// <summary>They are not its to book.</summary>
    Refused,

    /// <summary>They will be, once that is stored.</summary>
    Pending,

    /// <summary>They are.</summary>
    Granted,
}
