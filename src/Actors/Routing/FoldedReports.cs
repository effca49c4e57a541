using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Contracts.Requests;

namespace MultiplexCluster.Actors.Routing;

/// <summary>
/// Reports that follow one another and of which only the sums are kept: how many of each kind, and all their tokens.
/// Written out again they count the same. A part of them is taken to be like the whole, until they were written out:
/// from then on their order is that of the writing.
/// </summary>
internal sealed class FoldedReports
{
    private readonly SortedDictionary<(int Attempt, int Request), Kind> _kinds = [];
    private EndpointId _endpoint;
    private RouterId _router;
    private TokenUsage _usage;

    public long Count { get; private set; }

    /// <summary>An endpoint was told of them one by one: nothing may be added, and the first are those it was told first.</summary>
    public bool IsWritten { get; private set; }

    public void Add(Report report)
    {
        (_endpoint, _router) = (report.EndpointId, report.CallId.Router);
        var key = ((int)(report.Attempt ?? 0), (int)(report.Request ?? 0));
        var kind = _kinds.GetValueOrDefault(key, new Kind(report.Attempt, report.Request, 0));
        _kinds[key] = kind with { Count = kind.Count + 1 };
        _usage = new TokenUsage(
            Sum(_usage.Input, report.Usage.Input),
            Sum(_usage.CachedInput, report.Usage.CachedInput),
            Sum(_usage.Output, report.Usage.Output),
            Sum(_usage.Total, report.Usage.Total));
        Count++;
    }

    /// <summary>Takes the first so many away.</summary>
    public FoldedReports RemoveFirst(long count)
    {
        var first = new FoldedReports { _endpoint = _endpoint, _router = _router, IsWritten = IsWritten, Count = count };
        first._usage = count == 0 ? TokenUsage.None
            : IsWritten ? _usage
            : new TokenUsage(Share(_usage.Input), Share(_usage.CachedInput), Share(_usage.Output), Share(_usage.Total));

        // Rounding the running sum, not each kind, makes the shares add up to the whole.
        var (sum, taken) = (0L, 0L);
        foreach (var (key, kind) in _kinds.ToList())
        {
            sum += kind.Count;
            var upTo = IsWritten ? Math.Min(sum, count) : Share(sum);
            first._kinds[key] = kind with { Count = upTo - taken };
            _kinds[key] = kind with { Count = kind.Count - (upTo - taken) };
            taken = upTo;
        }

        _usage = new TokenUsage(
            _usage.Input - first._usage.Input,
            _usage.CachedInput - first._usage.CachedInput,
            _usage.Output - first._usage.Output,
            _usage.Total - first._usage.Total);
        Count -= count;
        return first;

        long Share(long of) => Count == 0 ? 0 : (long)((Int128)of * count / Count);
    }

    /// <summary>All of them in full, numbered from here on. Their calls are over and forgotten, so they name none.</summary>
    public IEnumerable<Report> Write(long number)
    {
        IsWritten = true;
        var usage = _usage;
        foreach (var kind in _kinds.Values)
        {
            for (var i = 0L; i < kind.Count; i++)
            {
                yield return new Report(_endpoint, new CallId(_router, 0, 0), number++, kind.Attempt, kind.Request, usage, null, null);
                usage = TokenUsage.None;
            }
        }
    }

    private static long Sum(long a, long b) => a > long.MaxValue - Math.Max(b, 0) ? long.MaxValue : a + Math.Max(b, 0);

    private readonly record struct Kind(OutcomeClass? Attempt, RequestOutcome? Request, long Count);
}
