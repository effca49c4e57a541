using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Requests;

namespace MultiplexCluster.Simulation.Measuring;

/// <summary>Figures of a set of requests.</summary>
internal static class Figures
{
    /// <summary>The wait that this share of the requests didn't exceed; zero for none.</summary>
    public static TimeSpan WaitAt(this IEnumerable<FinishedRequest> requests, double share)
    {
        var waits = requests.Select(r => r.Waited).Order().ToList();
        return waits.Count == 0 ? TimeSpan.Zero : waits[Math.Min(waits.Count - 1, (int)(share * waits.Count))];
    }

    /// <summary>Jain's index of fairness: 1 where all got the same, 1/n where one got everything.</summary>
    public static double Jain(IReadOnlyCollection<double> shares)
    {
        var (sum, squares) = (shares.Sum(), shares.Sum(s => s * s));
        return squares == 0 ? 1 : sum * sum / (shares.Count * squares);
    }

    /// <summary>Calls made for each request, on average.</summary>
    public static double AttemptsPerRequest(this IReadOnlyCollection<FinishedRequest> requests) =>
        requests.Count == 0 ? 0 : requests.Average(r => (double)r.Attempts);

    /// <summary>Those that got a good answer.</summary>
    public static IEnumerable<FinishedRequest> Succeeded(this IEnumerable<FinishedRequest> requests) =>
        requests.Where(r => r.Outcome is RequestOutcome.Succeeded);

    /// <summary>How many got none.</summary>
    public static int NotServed(this IEnumerable<FinishedRequest> requests) => requests.Count(r => r.Outcome is not RequestOutcome.Succeeded);

    /// <summary>Those of a class.</summary>
    public static IEnumerable<FinishedRequest> Of(this IEnumerable<FinishedRequest> requests, PriorityClass priority) =>
        requests.Where(r => r.Priority == priority);

    /// <summary>Good answers per second between two moments.</summary>
    public static double Throughput(this IEnumerable<FinishedRequest> requests, TimeSpan from, TimeSpan to) =>
        requests.Succeeded().Count(r => r.Ended >= from && r.Ended < to) / (to - from).TotalSeconds;
}
