using System.Diagnostics;
using MultiplexCluster.EndToEnd.Admin;

namespace MultiplexCluster.EndToEnd.Suites;

/// <summary>Waits for a queue to fill.</summary>
internal static class Queue
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    public static async Task ReachesAsync(AdminApi admin, string endpointId, int length, CancellationToken cancellation)
    {
        var begun = Stopwatch.GetTimestamp();
        while (await admin.QueueLengthAsync(endpointId, cancellation) is var now && now < length)
        {
            if (Stopwatch.GetElapsedTime(begun) > Timeout)
            {
                throw new InvalidOperationException($"The queue of {endpointId} stays at {now}; {length} were sent to wait.");
            }

            await Task.Delay(200, cancellation);
        }
    }
}
