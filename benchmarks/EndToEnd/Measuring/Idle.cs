using MultiplexCluster.EndToEnd.Processes;

namespace MultiplexCluster.EndToEnd.Measuring;

/// <summary>What a server needs when nobody calls it.</summary>
/// <param name="ResidentBytes">Resident memory after it came to rest.</param>
/// <param name="CpuShare">Processor time per time, 1 = one core.</param>
internal readonly record struct Idle(long ResidentBytes, double CpuShare)
{
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(5);

    public static async Task<Idle> MeasureAsync(ServerProcess server, CancellationToken cancellation)
    {
        await Task.Delay(Rest, cancellation);
        var before = Reading.Take(server);
        await Task.Delay(Rest, cancellation);
        var after = Reading.Take(server);
        return new Idle(server.ResidentBytes, (after.ProcessorTime - before.ProcessorTime) / (after.Moment - before.Moment));
    }
}
