using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Simulation.Measuring;
using MultiplexCluster.Simulation.Report;
using MultiplexCluster.Simulation.Selecting;
using MultiplexCluster.Simulation.Upstream;

namespace MultiplexCluster.Simulation.Scenarios;

/// <summary>Two accounts of four keys each; one of the accounts answers 429 for a minute.</summary>
internal sealed class Groups : SettingScenario
{
    private const int Length = 90;

    public override string Name => "groups";

    public override string Question =>
        "Two accounts of four keys each, and all keys of one answer 429 for a minute, each time with Retry-After: 10. How many calls are wasted with and without quota_group?";

    protected override string With => "quota_group";

    protected override ScenarioResult Run(ISelection selection, bool isSet, int seed)
    {
        var world = new World(selection, seed);
        var storm = (world.Start + Seconds(10), world.Start + Seconds(70));
        for (var i = 0; i < 8; i++)
        {
            var key = world.Add(Settings() with { QuotaGroup = isSet ? (i < 4 ? "one" : "other") : null });
            (key.Storm, key.RetryAfter) = (i < 4 ? storm : null, Seconds(10));
        }

        world.Open(25, PriorityClass.Medium, Seconds(Length));
        world.Run(Seconds(Length + 10));
        var finished = world.Ledger.Finished;
        var refused = world.Endpoints.SelectMany(e => e.Key.Sent).Where(sent => sent.IsRefused).Select(sent => (sent.At - world.Start).TotalSeconds).ToList();
        return new ScenarioResult(
            [
                new("requests not served", finished.NotServed(), "0"),
                new("calls answered 429", refused.Count, "0"),
                new("attempts per request", finished.AttemptsPerRequest(), "0.000"),
                new("99 % wait, ms", finished.WaitAt(0.99).TotalMilliseconds, "0"),
            ],
            [.. Enumerable.Range(0, Length).Select(s => ((double)s, (double)refused.Count(at => at < s + 1)))],
            "calls answered 429 so far");
    }
}
