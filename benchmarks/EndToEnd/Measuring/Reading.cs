using System.Diagnostics;
using MultiplexCluster.EndToEnd.Processes;

namespace MultiplexCluster.EndToEnd.Measuring;

/// <summary>A server's processor time at a moment.</summary>
internal readonly record struct Reading(TimeSpan Moment, TimeSpan ProcessorTime)
{
    public static Reading Take(ServerProcess server) => new(Stopwatch.GetElapsedTime(0), server.ProcessorTime);
}
