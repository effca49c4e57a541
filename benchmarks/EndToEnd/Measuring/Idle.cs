using MultiplexCluster.EndToEnd.Processes;

namespace MultiplexCluster.EndToEnd.Measuring;

/// <summary>What a server needs when nobody calls it.</summary>
/// <param name="ResidentBytes">Resident memory after it came to rest.</param>
/// <param name="LiveBytes">Managed memory after a full collection.</param>
/// <param name="CpuShare">Processor time per time, 1 = one core.</param>
internal readonly record struct Idle(long ResidentBytes, long LiveBytes, double CpuShare)
{
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(5);

    public static async Task<Idle> MeasureAsync(ServerProcess server, CancellationToken cancellation)
    {
        await Task.Delay(Rest, cancellation);
        var before = Reading.Take(server);
        await Task.Delay(Rest, cancellation);
        var after = Reading.Take(server);
        var resident = server.ResidentBytes;
        var live = await LiveHeap.MeasureAsync(server, cancellation);
        return new Idle(resident, live, (after.ProcessorTime - before.ProcessorTime) / (after.Moment - before.Moment));
    }
}
