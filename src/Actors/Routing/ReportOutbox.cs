using MultiplexCluster.Contracts.Protocol;

namespace MultiplexCluster.Actors.Routing;

/// <summary>This router's reports to one endpoint, numbered, and kept until a checkpoint covers them.</summary>
internal sealed class ReportOutbox
{
    private readonly Queue<Report> _uncovered = new();
    private long _last;

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

    /// <summary>Those from this number on, in order.</summary>
    public IEnumerable<Report> From(long number) => _uncovered.Where(r => r.Number >= number);
}
