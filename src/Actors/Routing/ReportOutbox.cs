using MultiplexCluster.Contracts.Protocol;

namespace MultiplexCluster.Actors.Routing;

/// <summary>
/// This router's reports to one endpoint, numbered, and kept until a checkpoint covers them. While the store is away
/// nothing is covered: beyond a limit the oldest are kept as sums.
/// </summary>
internal sealed class ReportOutbox
{
    /// <summary>Reports kept in full.</summary>
    public const int MostInFull = 4_096;

    /// <summary>Reports told at once; those that follow when a checkpoint covers these.</summary>
    public const int Page = 1_000;

    // The folded ones come before the recent ones. A block ends where what an endpoint was told again ends: a checkpoint
    // then covers it as a whole.
    private readonly List<FoldedReports> _folded = [];
    private Queue<Report> _recent = new();
    private long _last;
    private long? _cutAfter;

    private long OldestRecent => _last - _recent.Count + 1;

    private long Oldest => OldestRecent - _folded.Sum(f => f.Count);

    /// <summary>The last report's number; null when all are durable.</summary>
    public long? LastUncovered => _recent.Count > 0 || _folded.Count > 0 ? _last : null;

    /// <summary>The next report's number.</summary>
    public long NextNumber() => ++_last;

    public void Keep(Report report)
    {
        _recent.Enqueue(report);
        if (_recent.Count > MostInFull)
        {
            var oldest = _recent.Dequeue();
            if (_folded is not [.., { IsWritten: false }] || oldest.Number == _cutAfter + 1)
            {
                _folded.Add(new FoldedReports());
            }

            _folded[^1].Add(oldest);
        }
    }

    /// <summary>Those up to this number are durable.</summary>
    /// <returns>What was cut off when those were told again.</returns>
    public IReadOnlyList<Report> Covered(long number)
    {
        while (_folded.Count > 0 && number >= Oldest)
        {
            _folded[0].RemoveFirst(Math.Min(number - Oldest + 1, _folded[0].Count));
            if (_folded[0].Count == 0)
            {
                _folded.RemoveAt(0);
            }
        }

        while (_recent.TryPeek(out var oldest) && oldest.Number <= number)
        {
            _recent.Dequeue();
        }

        return _cutAfter is { } cut && number >= cut ? From(number + 1) : [];
    }

    /// <summary>
    /// The first of those from this number on, in order. An endpoint that was made anew, or whose store went back, asks
    /// for reports that were covered once and are gone: those that are left take their numbers, or it would ask for ever.
    /// </summary>
    public IReadOnlyList<Report> From(long number)
    {
        if (Oldest > number)
        {
            Renumber(number);
        }

        SplitBefore(number);
        List<Report> page = [.. Told(number).Take(Page)];
        var next = number + page.Count;
        _cutAfter = next <= _last ? next - 1 : null;
        return page;
    }

    // What comes before was counted already, in an order nobody knows any more: that part stays unwritten.
    private void SplitBefore(long number)
    {
        var first = Oldest;
        for (var i = 0; i < _folded.Count && first < number; first += _folded[i++].Count)
        {
            if (number < first + _folded[i].Count)
            {
                _folded.Insert(i, _folded[i].RemoveFirst(number - first));
            }
        }
    }

    private IEnumerable<Report> Told(long from)
    {
        var first = Oldest;
        foreach (var block in _folded)
        {
            if (first >= from)
            {
                foreach (var report in block.Write(first))
                {
                    yield return report;
                }
            }

            first += block.Count;
        }

        foreach (var report in _recent.SkipWhile(r => r.Number < from))
        {
            yield return report;
        }
    }

    private void Renumber(long first)
    {
        var firstRecent = first + _folded.Sum(f => f.Count);
        _recent = new Queue<Report>(_recent.Select((report, i) => report with { Number = firstRecent + i }));
        _last = firstRecent + _recent.Count - 1;
    }
}
