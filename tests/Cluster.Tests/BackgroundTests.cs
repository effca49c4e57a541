using Xunit;

namespace MultiplexCluster.Cluster.Tests;

/// <summary>The tokens of background responses, polled on all nodes. What a kill does to them is among <see cref="KilledHolderTests"/>.</summary>
[Collection(SharedClusterTests.Name)]
public sealed class BackgroundTests(SharedCluster shared)
{
    [ClusterFact]
    public async Task Polls_on_all_nodes_at_once_count_a_responses_tokens_once()
    {
        const int responses = 10, pollsEach = 18;
        var nodes = shared.Cluster.Nodes;
        using var polls = await BackgroundPolls.CreateAsync(shared.Cluster);
        for (var number = 0; number < responses; number++)
        {
            var id = await polls.BeginAsync(nodes[number % nodes.Count]);
            await Task.WhenAll(Enumerable.Range(0, pollsEach).Select(poll => polls.PollAsync(nodes[poll % nodes.Count], id)));
        }

        await polls.RestAsync(nodes[0], successful: responses * (1 + pollsEach));
        Assert.Equal(responses * BackgroundPolls.Tokens, await polls.CountedAsync(nodes[0]));
    }
}
