using Xunit;
using Xunit.Abstractions;

namespace MultiplexCluster.Cluster.Tests;

/// <summary>What outlives the kill of the node that holds what there is one of.</summary>
[Collection(SharedClusterTests.Name)]
public sealed class KilledHolderTests(SharedCluster shared, KilledHolder killed, ITestOutputHelper output) : IClassFixture<KilledHolder>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [ClusterFact]
    public void A_killed_owner_costs_other_nodes_callers_no_error_and_no_acknowledged_change() => SharedCluster.Check(killed.Callers, output);

    [ClusterFact]
    public async Task A_node_that_is_killed_among_the_polls_makes_nothing_count_twice_and_nothing_get_lost()
    {
        var (cluster, polls, asked) = (shared.Cluster, killed.Polls, killed.Others[0]);
        var all = killed.Begun.Count * BackgroundPolls.Tokens;
        output.WriteLine($"{killed.PolledAtFirst} of {killed.Begun.Count * killed.Others.Count} polls before the kill, {killed.CountedAtFirst} of {killed.Begun.Count} counted when all were polled");

        // What nobody could ask for, or was granted to nobody, is a later poll's.
        var began = cluster.Clock;
        while (await polls.CountedAsync(asked) < all)
        {
            Assert.True(cluster.Clock - began < Patience, $"{await polls.CountedAsync(asked)} tokens");
            await Task.WhenAll(killed.Begun.Select(id => polls.PollAsync(asked, id)));
        }

        await Task.WhenAll(killed.Begun.SelectMany(id => cluster.Nodes.Select(node => polls.PollAsync(node, id))));
        await polls.RestAsync(asked);
        Assert.Equal(all, await polls.CountedAsync(asked));
    }

    [ClusterFact]
    public async Task A_minutes_limit_holds_over_all_nodes_and_is_used_up_though_its_owner_is_killed_within_it() =>
        output.WriteLine(await killed.Minutes.CheckAsync());

    [ClusterFact]
    public async Task Aliases_outlive_the_node_that_keeps_them_and_are_known_to_the_others_meanwhile()
    {
        await killed.Aliases.CheckAsync(killed.Victim);
        output.WriteLine($"kept by {killed.Victim}, by another {killed.Aliases.Unchangeable.TotalSeconds:F1} s after it was killed");
    }
}
