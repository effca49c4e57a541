using System.Text;
using System.Text.Json;
using MultiplexCluster.Cluster.Nodes;
using Xunit;
using Xunit.Abstractions;

namespace MultiplexCluster.Cluster.Tests;

/// <summary>The tokens of background responses, polled on all nodes.</summary>
[Collection(SharedClusterTests.Name)]
public sealed class BackgroundTests(SharedCluster shared, ITestOutputHelper output)
{
    private const int Tokens = 45;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [ClusterFact]
    public async Task Polls_on_all_nodes_at_once_count_a_responses_tokens_once()
    {
        const int responses = 10, pollsEach = 18;
        using var http = new HttpClient();
        var (nodes, pool) = (shared.Cluster.Nodes, await shared.Cluster.PoolAsync(1, new { max_concurrent_requests = 40 }));
        for (var number = 0; number < responses; number++)
        {
            var id = await BeginAsync(http, nodes[number % nodes.Count], pool.Name);
            await Task.WhenAll(Enumerable.Range(0, pollsEach).Select(poll => PollAsync(http, nodes[poll % nodes.Count], pool.Ids[0], id)));
        }

        await RestAsync(nodes[0], pool.Ids[0], successful: responses * (1 + pollsEach));
        Assert.Equal(responses * Tokens, await TokensAsync(nodes[0], pool.Ids[0]));
    }

    [ClusterFact]
    public async Task A_node_that_is_killed_among_the_polls_makes_nothing_count_twice_and_nothing_get_lost()
    {
        const int responses = 48;
        using var http = new HttpClient();
        var (cluster, pool) = (shared.Cluster, await shared.Cluster.PoolAsync(1, new { max_concurrent_requests = 40 }));
        var (killed, callers) = (cluster.Nodes[2], cluster.Nodes.Take(2).ToList());
        List<string> ids = [];
        for (var number = 0; number < responses; number++)
        {
            ids.Add(await BeginAsync(http, callers[number % 2], pool.Name));
        }

        var polls = Task.WhenAll(ids.Select(async (id, number) =>
        {
            await Task.Delay(number * 60);
            await Task.WhenAll(callers.Select(node => PollAsync(http, node, pool.Ids[0], id)));
        }));
        await Task.Delay(1_000);
        await killed.KillAsync();
        await polls;
        output.WriteLine($"{await TokensAsync(callers[0], pool.Ids[0]) / Tokens} of {responses} counted when all were polled");
        await killed.StartAsync();

        // What nobody could ask for, or was granted to nobody, is a later poll's.
        var began = cluster.Clock;
        while (await TokensAsync(callers[0], pool.Ids[0]) < responses * Tokens)
        {
            Assert.True(cluster.Clock - began < Patience, $"{await TokensAsync(callers[0], pool.Ids[0])} tokens");
            await Task.WhenAll(ids.Select(id => PollAsync(http, callers[0], pool.Ids[0], id)));
        }

        await Task.WhenAll(ids.SelectMany(id => cluster.Nodes.Select(node => PollAsync(http, node, pool.Ids[0], id))));
        await RestAsync(callers[0], pool.Ids[0]);
        Assert.Equal(responses * Tokens, await TokensAsync(callers[0], pool.Ids[0]));
    }

    private static async Task<string> BeginAsync(HttpClient http, ClusterNode node, string pool)
    {
        // Nodes hear of a new pool a moment after it was made.
        for (var left = 100; ; left--)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(node.Address, "/openai/v1/responses"));
            request.Headers.Add("X-Multiplex-Pool", pool);
            request.Content = new StringContent(
                """{"model":"gpt-4o","input":"hi","background":true,"metadata":{"polls":"0"}}""", Encoding.UTF8, "application/json");
            using var answer = await http.SendAsync(request);
            var text = await answer.Content.ReadAsStringAsync();
            if (answer.IsSuccessStatusCode)
            {
                return JsonDocument.Parse(text).RootElement.GetProperty("id").GetString()!;
            }

            Assert.True(left > 0, text);
            await Task.Delay(100);
        }
    }

    private static async Task PollAsync(HttpClient http, ClusterNode node, string endpoint, string id)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(node.Address, $"/openai/v1/responses/{id}"));
        request.Headers.Add("X-Multiplex-Endpoint", endpoint);
        using var answer = await http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();

        // While a node is gone its endpoints have no authority for a while.
        Assert.True(!answer.IsSuccessStatusCode || text.Contains("\"completed\"", StringComparison.Ordinal), text);
    }

    private static async Task<long> TokensAsync(ClusterNode node, string endpoint) =>
        (await node.Admin.SendAsync(HttpMethod.Get, $"/admin/endpoints/{endpoint}/stats", null)).Json.GetProperty("total_tokens").GetInt64();

    /// <summary>A read that asks whose the tokens are reports after its answer.</summary>
    private async Task RestAsync(ClusterNode node, string endpoint, int successful = 0)
    {
        var (began, counters) = (shared.Cluster.Clock, await node.Admin.StatsAtRestAsync(endpoint));
        while (counters.Successful < successful)
        {
            Assert.True(shared.Cluster.Clock - began < Patience, $"{counters}");
            counters = await node.Admin.StatsAtRestAsync(endpoint);
        }
    }
}
