using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;

namespace MultiplexCluster.Actors.Routing;

/// <summary>What a router has to say to an endpoint of another node and has not said yet: reports, then questions.</summary>
internal sealed class GatheredMessages(EndpointId id)
{
    /// <summary>So many make a message, however many more there are: it stays below a frame.</summary>
    public const int Most = 256;

    private readonly List<Report> _reports = [];
    private readonly List<Acquire> _questions = [];

    public bool IsEmpty => _reports.Count == 0 && _questions.Count == 0;

    /// <summary>Nothing more fits.</summary>
    public bool IsFull => _reports.Count + _questions.Count >= Most;

    public void Add(Report report) => _reports.Add(report);

    public void Add(Acquire question) => _questions.Add(question);

    /// <summary>Takes all, as one message.</summary>
    public IEndpointMessage TakeTogether()
    {
        IEndpointMessage message = (_reports, _questions) switch
        {
            ([], [var question]) => question,
            ([var report], []) => report,
            _ => new ReportsAndQuestions(id, [.. _reports], [.. _questions]),
        };
        Clear();
        return message;
    }

    /// <summary>Takes all, one message each.</summary>
    public IReadOnlyList<IEndpointMessage> TakeSingly()
    {
        List<IEndpointMessage> all = [.. _reports, .. _questions];
        Clear();
        return all;
    }

    /// <summary>The reports will be told otherwise.</summary>
    public void DropReports() => _reports.Clear();

    private void Clear()
    {
        DropReports();
        _questions.Clear();
    }
}
