namespace MultiplexCluster.Actors.Tests.Endpoints;

/// <summary>Waits under load, in virtual time: one slot, calls of 100 ms, callers and classes that ask for more than there is.</summary>
public sealed class FairnessTests : EndpointSpec
{
    private const int StepMs = 20;
    private const int HoldSteps = 5;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_caller_with_ten_times_the_load_does_not_double_the_others_99th_percentile(int seed)
    {
        Create(Settings with { QueueSize = 100_000, QueueTimeout = TimeSpan.FromHours(1) });
        var alike = Percentile(Run(new Random(seed), 4_000, new Source(Lane: 1, 0.03), new Source(Lane: 2, 0.03))[0], 0.99);
        Drain();

        var waits = Run(new Random(seed), 4_000, new Source(Lane: 1, 0.03), new Source(Lane: 2, 0.3));

        // Beside one that always has something waiting, two that come together wait for the call that runs, for the first of them
        // and for one of the other's.
        Assert.InRange(Percentile(waits[0], 0.99), 0, Math.Max(2 * alike, 3 * StepMs * HoldSteps));
        Assert.True(Percentile(waits[1], 0.5) > 5_000, "the other's own calls wait for each other");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void High_waits_one_call_in_the_median_while_low_asks_for_all_there_is_and_low_keeps_its_share(int seed)
    {
        Create(Settings with { QueueSize = 100_000, QueueTimeout = TimeSpan.FromHours(1) });

        var waits = Run(
            new Random(seed), 800, new Source(0, 0.05, PriorityClass.High), new Source(0, 0.4, PriorityClass.Low));

        Assert.InRange(Percentile(waits[0], 0.5), 0, StepMs * HoldSteps);
        Assert.InRange(waits[1].Count, (waits[0].Count + waits[1].Count) / 13, int.MaxValue);
    }

    private readonly Queue<(CallId Call, long Until)> _running = [];
    private long _step;

    /// <summary>How long each of a source's calls that began has waited, in milliseconds.</summary>
    private List<double>[] Run(Random random, int steps, params Source[] sources)
    {
        var waits = sources.Select(_ => new List<double>()).ToArray();
        var asked = new Dictionary<CallId, (int Source, long At)>();
        for (var end = _step + steps; _step < end; _step++)
        {
            while (_running.TryPeek(out var first) && first.Until <= _step)
            {
                Ends(_running.Dequeue().Call);
            }

            foreach (var (i, source) in sources.Index())
            {
                if (random.NextDouble() < source.PerStep)
                {
                    asked[Ask(priority: source.Priority, lane: source.Lane).CallId] = (i, _step);
                }
            }

            Settle();
            foreach (var granted in Received(Router).OfType<Granted>())
            {
                _running.Enqueue((granted.CallId, _step + HoldSteps));
                if (asked.Remove(granted.CallId, out var call))
                {
                    waits[call.Source].Add((_step - call.At) * StepMs);
                }
            }

            PassMs(StepMs);
        }

        return waits;
    }

    /// <summary>Serves all that still wait.</summary>
    private void Drain()
    {
        while (_running.Count > 0)
        {
            Run(new Random(0), HoldSteps);
        }
    }

    private static double Percentile(List<double> values, double share)
    {
        values.Sort();
        return values[(int)Math.Min(values.Count - 1, values.Count * share)];
    }

    private sealed record Source(byte Lane, double PerStep, PriorityClass Priority = PriorityClass.Medium);
}
