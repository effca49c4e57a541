using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Simulation.Measuring;
using MultiplexCluster.Simulation.Report;
using MultiplexCluster.Simulation.Selecting;
using MultiplexCluster.Simulation.Upstream;

namespace MultiplexCluster.Simulation.Scenarios;

/// <summary>Four keys whose provider takes so many requests, or tokens, per minute, under much more load.</summary>
internal sealed class Limits : SettingScenario
{
    private const int Requests = 120;
    private const int Tokens = 60_000;
    private const int Length = 240;

    public override string Name => "limits";

    public override string Question =>
        "Four keys may get 120 requests, or 60,000 tokens, in any minute, and 100 callers want much more: is the limit kept, and is it used? Requests beyond it are answered 429, tokens are counted.";

    protected override string With => "with limits";

    protected override ScenarioResult Run(ISelection selection, bool isSet, int seed)
    {
        var requests = WorldOf(
            selection, seed, Settings() with { RequestsPerMinute = isSet ? Requests : null }, key => key.CallsPerMinute = Requests);
        var tokens = WorldOf(
            selection, seed, Settings() with { TokensPerMinute = isSet ? Tokens : null }, _ => { });
        var first = requests.Endpoints[0].Key.Sent;
        return new ScenarioResult(
            [
                new("most requests sent in any 60 s, % of the limit", Most(requests, _ => 1) * 100.0 / Requests, "0.0"),
                new("requests served, % of the limit", Served(requests) * 100.0 / (Requests * 4), "0.0"),
                new("calls answered 429", requests.Endpoints.Sum(e => e.Key.Refused), "0"),
                new("requests not served", requests.Ledger.Finished.NotServed(), "0"),
                new("most tokens used in any 60 s, % of the limit", Most(tokens, sent => sent.Tokens) * 100.0 / Tokens, "0.0"),
                new("tokens used, % of the limit", TokensUsed(tokens) * 100.0 / (Tokens * 4), "0.0"),
            ],
            [.. Enumerable.Range(0, Length).Select(s => ((double)s, (double)InMinuteBefore(first, requests.Start + Seconds(s + 1))))],
            "requests sent to one key in the last 60 s");
    }

    private static World WorldOf(ISelection selection, int seed, EndpointSettings settings, Action<ModelledKey> limit)
    {
        var world = new World(selection, seed);
        for (var i = 0; i < 4; i++)
        {
            limit(world.Add(settings));
        }

        // About 750 tokens each, with a long tail.
        var random = world.Random;
        world.Closed(100, PriorityClass.Medium, Seconds(Length), usage: () =>
        {
            var (input, output) = (100 + random.Next(500), (long)(400 * -Math.Log(1 - random.NextDouble())));
            return new TokenUsage(input, 0, output, input + output);
        });
        world.Run(Seconds(Length));
        return world;
    }

    private static long Most(World world, Func<SentCall, long> amount) => world.Endpoints.Max(e => SentCall.MostIn(e.Key.Sent, Seconds(60), amount));

    // Per minute, the first one left out.
    private static double Served(World world) =>
        world.Ledger.Finished.Succeeded().Count(r => r.Ended >= world.Start + Seconds(60)) / (Length / 60.0 - 1);

    private static double TokensUsed(World world) =>
        world.Endpoints.SelectMany(e => e.Key.Sent).Where(sent => sent.At >= world.Start + Seconds(60)).Sum(sent => (double)sent.Tokens)
            / (Length / 60.0 - 1);

    private static int InMinuteBefore(IReadOnlyList<SentCall> sent, TimeSpan end) => sent.Count(call => call.At <= end && call.At > end - Seconds(60));
}
