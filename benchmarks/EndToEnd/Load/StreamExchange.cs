using System.Diagnostics;
using MultiplexCluster.EndToEnd.Measuring;
using MultiplexCluster.EndToEnd.Streams;

namespace MultiplexCluster.EndToEnd.Load;

/// <summary>A streamed answer: every event is timed, and the whole compared with what the upstream sends directly.</summary>
internal sealed class StreamExchange(ReadOnlyMemory<byte> request, StreamExpectation expectation) : IExchange
{
    public async ValueTask RunAsync(HttpConnection connection, CurrentTally tally)
    {
        var begun = Stopwatch.GetTimestamp();
        long last = 0;
        var events = new EventScanner(() =>
        {
            var now = Stopwatch.GetTimestamp();
            if (last == 0)
            {
                tally.Value.Latency.Record(Stopwatch.GetElapsedTime(begun, now));
            }
            else
            {
                tally.Value.Gaps.Record(Stopwatch.GetElapsedTime(last, now));
            }

            last = now;
        });
        var status = await connection.ExchangeAsync(request, events.Feed);
        if (status != 200)
        {
            tally.Value.CountFailure($"status {status}");
        }
        else if (expectation.Flaw(events) is { } flaw)
        {
            tally.Value.CountFailure(flaw);
        }
    }
}
