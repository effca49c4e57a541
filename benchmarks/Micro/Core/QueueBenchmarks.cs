using BenchmarkDotNet.Attributes;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Core.Counting;
using MultiplexCluster.Core.Queueing;

namespace MultiplexCluster.Micro.Core;

/// <summary>Whose turn it is, and counting what became of it.</summary>
public class QueueBenchmarks
{
    private const int Round = 13;
    private static readonly DateTimeOffset At = new(2026, 1, 15, 0, 0, 0, TimeSpan.Zero);
    private static readonly RouterId Router = new(1);

    private static readonly Report Report = new(
        EndpointId.Parse("a"), new CallId(Router, 1, 1), 1, OutcomeClass.Success, RequestOutcome.Succeeded, new TokenUsage(90, 10, 20, 110), null, null);

    private ClassTurns _turns;
    private Counters _counters = Counters.From(At);
    private ReportMark _mark;

    [Benchmark(OperationsPerInvoke = Round)]
    public ClassTurns NextClass()
    {
        for (var i = 0; i < Round; i++)
        {
            _turns = _turns.Next(high: true, medium: true, low: true)!.Value.After;
        }

        return _turns;
    }

    [Benchmark]
    public Counters CountReport()
    {
        _mark = _mark.Meets(_mark.Expected) is ReportEntry.New ? new ReportMark(_mark.Expected) : _mark;
        return _counters = _counters.With(Report, At);
    }
}
