using MultiplexCluster.Contracts.Identity;

namespace MultiplexCluster.Core.Counting;

/// <summary>Which of each router's numbered reports are counted: every one once, in order, without gaps.</summary>
public sealed class ReportLedger
{
    private readonly Dictionary<RouterId, long> _marks = [];

    /// <summary>Per router, the last report that is counted.</summary>
    public IReadOnlyDictionary<RouterId, long> Marks => _marks;

    /// <summary>Whether a report is the next of its router; if so the mark advances.</summary>
    public LedgerEntry Enter(RouterId router, long number)
    {
        var mark = _marks.GetValueOrDefault(router);
        if (number <= mark)
        {
            return LedgerEntry.Duplicate;
        }

        if (number > mark + 1)
        {
            return LedgerEntry.Gap;
        }

        _marks[router] = number;
        return LedgerEntry.New;
    }

    /// <summary>The number that a router's next report must have.</summary>
    public long Expected(RouterId router) => _marks.GetValueOrDefault(router) + 1;

    /// <summary>Takes over marks that a checkpoint or a reset of the counters carries; a mark never goes back.</summary>
    public void Restore(IReadOnlyDictionary<RouterId, long> marks)
    {
        foreach (var (router, mark) in marks)
        {
            _marks[router] = Math.Max(mark, _marks.GetValueOrDefault(router));
        }
    }

    /// <summary>A new endpoint under an old id counts from the beginning.</summary>
    public void Clear() => _marks.Clear();

    /// <summary>Forgets routers that can never report again.</summary>
    public void KeepOnly(IReadOnlySet<RouterId> living)
    {
        foreach (var router in _marks.Keys.Where(r => !living.Contains(r)).ToList())
        {
            _marks.Remove(router);
        }
    }
}

/// <summary>What a numbered report turned out to be.</summary>
public enum LedgerEntry
{
    /// <summary>The next: count it.</summary>
    New,

    /// <summary>Counted before.</summary>
    Duplicate,

    /// <summary>An earlier one is missing: ask for it.</summary>
    Gap,
}
