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
}
