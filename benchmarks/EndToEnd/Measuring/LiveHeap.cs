using System.Diagnostics.Tracing;
using Microsoft.Diagnostics.NETCore.Client;
using Microsoft.Diagnostics.Tracing;
using Microsoft.Diagnostics.Tracing.Parsers;
using MultiplexCluster.EndToEnd.Processes;

namespace MultiplexCluster.EndToEnd.Measuring;

/// <summary>
/// What a server keeps alive. Its resident memory says little of that: the runtime lets garbage grow to a budget before it
/// collects. So a full collection is asked for from outside, over the runtime's diagnostic port, and its result read.
/// </summary>
internal static class LiveHeap
{
    private const string Runtime = "Microsoft-Windows-DotNETRuntime";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Size of the managed heaps right after a full collection, bytes; holes between objects count.</summary>
    /// <exception cref="TimeoutException">The process told of no collection within 30 s.</exception>
    public static async Task<long> MeasureAsync(ServerProcess server, CancellationToken cancellation)
    {
        var keywords = ClrTraceEventParser.Keywords.GC | ClrTraceEventParser.Keywords.GCHeapCollect;
        var provider = new EventPipeProvider(Runtime, EventLevel.Informational, (long)keywords);
        using var session = await new DiagnosticsClient(server.Id).StartEventPipeSessionAsync(
            provider, requestRundown: false, circularBufferMB: 16, cancellation);
        var told = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        var reading = Task.Run(() => Read(session, told), cancellation);
        try
        {
            return await told.Task.WaitAsync(Patience, cancellation);
        }
        finally
        {
            await session.StopAsync(CancellationToken.None);
            await reading;
        }
    }

    private static void Read(EventPipeSession session, TaskCompletionSource<long> told)
    {
        using var source = new EventPipeEventSource(session.EventStream);
        source.Clr.GCHeapStats += stats => told.TrySetResult(
            stats.GenerationSize0 + stats.GenerationSize1 + stats.GenerationSize2 + stats.GenerationSize3 + stats.GenerationSize4);
        source.Process();
    }
}
