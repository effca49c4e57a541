using System.Diagnostics;
using MultiplexCluster.EndToEnd.Measuring;

namespace MultiplexCluster.EndToEnd.Load;

/// <summary>A short call, answered in one piece.</summary>
internal sealed class CallExchange(ReadOnlyMemory<byte> request) : IExchange
{
    public async ValueTask RunAsync(HttpConnection connection, CurrentTally tally)
    {
        var begun = Stopwatch.GetTimestamp();
        var status = await connection.ExchangeAsync(request, body: null);
        if (status == 200)
        {
            tally.Value.Latency.Record(Stopwatch.GetElapsedTime(begun));
        }
        else
        {
            tally.Value.CountFailure($"status {status}");
        }
    }
}
