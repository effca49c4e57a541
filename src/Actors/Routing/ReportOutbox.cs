using MultiplexCluster.Contracts.Protocol;

namespace MultiplexCluster.Actors.Routing;

/// <summary>This router's reports to one endpoint, numbered, and kept until a checkpoint covers them.</summary>
internal sealed class ReportOutbox
{
    private Queue<Report> _uncovered = new();
    private long _last;

    /// <summary>Nothing was ever reported.</summary>
    public bool IsUnused => _last == 0;

    /// <summary>The next report's number.</summary>
    public long NextNumber() => ++_last;

    public void Keep(Report report) => _uncovered.Enqueue(report);

    /// <summary>Those up to this number are durable.</summary>
    public void Covered(long number)
    {
        while (_uncovered.TryPeek(out var oldest) && oldest.Number <= number)
        {
            _uncovered.Dequeue();
        }
    }

    /// <summary>
    /// Those from this number on, in order. An endpoint that was made anew, or whose store went back, asks for reports
    /// that were covered once and are gone: those that are left take their numbers, or it would ask for ever.
    /// </summary>
    public IReadOnlyList<Report> From(long number)
    {
        var oldest = _last - _uncovered.Count + 1;
        if (oldest > number)
        {
            _uncovered = new Queue<Report>(_uncovered.Select((report, i) => report with { Number = number + i }));
            _last = number + _uncovered.Count - 1;
        }

        return [.. _uncovered.Where(r => r.Number >= number)];
    }
}
