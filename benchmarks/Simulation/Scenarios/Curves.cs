using MultiplexCluster.Simulation.Measuring;

namespace MultiplexCluster.Simulation.Scenarios;

/// <summary>What is drawn over time.</summary>
internal static class Curves
{
    /// <summary>Good answers in each second.</summary>
    public static IReadOnlyList<(double Second, double Value)> Throughput(World world, int seconds)
    {
        var perSecond = new double[seconds];
        foreach (var request in world.Ledger.Finished.Succeeded())
        {
            var second = (int)(request.Ended - world.Start).TotalSeconds;
            if (second < seconds)
            {
                perSecond[second]++;
            }
        }

        return [.. perSecond.Select((count, second) => ((double)second, count))];
    }

    /// <summary>The mean of a figure over the requests that came in each second; none where none came.</summary>
    public static IReadOnlyList<(double Second, double Value)> Mean(
        World world, int seconds, Func<FinishedRequest, bool> which, Func<FinishedRequest, double> figure) =>
        [.. world.Ledger.Finished
            .Where(which)
            .GroupBy(request => (int)(request.Arrived - world.Start).TotalSeconds)
            .Where(group => group.Key < seconds)
            .OrderBy(group => group.Key)
            .Select(group => ((double)group.Key, group.Average(figure)))];
}
