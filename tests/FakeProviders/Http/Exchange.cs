using System.Net.Sockets;
using MultiplexCluster.FakeProviders.Counting;
using MultiplexCluster.FakeProviders.Scripting;

namespace MultiplexCluster.FakeProviders.Http;

/// <summary>One answer that takes time or follows a step.</summary>
internal sealed class Exchange(Socket socket, Call call, Step? step, FakeOptions options, CancellationToken left)
{
    private readonly Output _output = new(socket, call, step, options.Time, left);

    /// <summary>Writes the pieces, head first; false when the connection was cut.</summary>
    /// <exception cref="OperationCanceledException">The client left.</exception>
    /// <exception cref="SocketException">The client left.</exception>
    public async Task<bool> RunAsync(IEnumerable<byte[]> pieces, bool isStream)
    {
        await DelayAsync(step?.LatencyMs, options.Latency);
        if (step?.Gate is { } gate)
        {
            await gate.PassAsync(left);
        }

        if (step?.NeverAnswers == true)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, options.Time, left);
        }

        if (step?.Cut?.At == CutPoint.BeforeHeaders)
        {
            return false;
        }

        using var next = pieces.GetEnumerator();
        var more = next.MoveNext();
        for (var index = 0; more; index++)
        {
            var piece = next.Current;
            more = next.MoveNext();
            if (index > 0 && isStream)
            {
                await DelayAsync(step?.EventDelayMs, options.EventDelay);
            }

            // A cut that falls on the very end is still a whole answer, so it is asked after the write.
            if (!await _output.WriteAsync(piece, isHead: index == 0, isLast: !more) || IsCutAfter(index))
            {
                return false;
            }
        }

        return true;
    }

    private bool IsCutAfter(int index) => step?.Cut switch
    {
        { At: CutPoint.AfterHeaders } => index == 0,
        { At: CutPoint.AfterEvents } cut => index == cut.Count,
        _ => false,
    };

    private Task DelayAsync(double? milliseconds, TimeSpan otherwise)
    {
        var delay = milliseconds is { } own ? TimeSpan.FromMilliseconds(own) : otherwise;
        return delay > TimeSpan.Zero ? Task.Delay(delay, options.Time, left) : Task.CompletedTask;
    }
}
