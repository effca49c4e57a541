using MultiplexCluster.EndToEnd.Measuring;

namespace MultiplexCluster.EndToEnd.Load;

/// <summary>A load with a crowd around it: the crowd stands in line before each window and until its end.</summary>
/// <param name="load">The measured load; shares its tally with the crowd, so that all answered calls count.</param>
/// <param name="crowd">Connections that crowds take turns on; whoever else uses them doesn't at the same time.</param>
/// <param name="waiting">Exchanges of the crowd at a time, most of which wait.</param>
/// <param name="crowdWaits">Completes when the crowd stands in line.</param>
internal sealed class CrowdedLoad(LoadPool load, LoadPool crowd, int waiting, Func<CancellationToken, Task> crowdWaits) : ILoad
{
    public async Task<Window> RunAsync(TimeSpan window, CancellationToken cancellation)
    {
        crowd.Start(waiting);
        await crowdWaits(cancellation);
        var measured = await load.RunAsync(window, cancellation);
        await crowd.StopAsync(cancellation);
        return measured;
    }

    public void Dispose()
    {
        load.Dispose();
    }
}
