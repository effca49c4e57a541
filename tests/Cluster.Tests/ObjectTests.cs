using System.Globalization;
using System.Text;
using System.Text.Json;
using MultiplexCluster.Cluster.Nodes;
using Xunit;
using Xunit.Abstractions;

namespace MultiplexCluster.Cluster.Tests;

[Collection(SharedClusterTests.Name)]
public sealed class ObjectTests(SharedCluster shared, ITestOutputHelper output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    [ClusterFact]
    public async Task What_a_key_made_on_one_node_is_asked_of_that_key_on_all()
    {
        using var http = new HttpClient();
        var (cluster, pool) = (shared.Cluster, await shared.Cluster.PoolAsync(4));
        List<(string Endpoint, string Id)> made = [];
        for (var i = 0; i < 12; i++)
        {
            var node = cluster.Nodes[i % cluster.Nodes.Count];
            made.Add(await RespondAsync(http, node, pool.Name, pool.Ids[i % pool.Ids.Count], previous: null));
        }

        var (began, slowest) = (cluster.Clock, TimeSpan.Zero);
        foreach (var node in cluster.Nodes)
        {
            foreach (var (endpoint, id) in made)
            {
                // The word of it is on its way to the other nodes while its maker has the answer already.
                var asked = cluster.Clock;
                while ((await RespondAsync(http, node, pool.Name, pinned: null, id)).Endpoint != endpoint)
                {
                    Assert.True(cluster.Clock - began < Patience, $"{node.Name} does not know what {endpoint} made");
                }

                slowest = Max(slowest, cluster.Clock - asked);
                Assert.Equal(endpoint, (await RespondAsync(http, node, pool.Name, pinned: null, id)).Endpoint);
            }
        }

        output.WriteLine($"72 turns took {(cluster.Clock - began).TotalSeconds.ToString("F1", CultureInfo.InvariantCulture)} s, the slowest first one {slowest.TotalMilliseconds:F0} ms");
    }

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private static async Task<(string Endpoint, string Id)> RespondAsync(HttpClient http, ClusterNode node, string pool, string? pinned, string? previous)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(node.Address, "/openai/v1/responses"));
        request.Headers.Add(pinned is null ? "X-Multiplex-Pool" : "X-Multiplex-Endpoint", pinned ?? pool);
        var reference = previous is null ? string.Empty : $",\"previous_response_id\":\"{previous}\"";
        request.Content = new StringContent($$"""{"model":"gpt-4o","input":"hi"{{reference}}}""", Encoding.UTF8, "application/json");
        using var answer = await http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return (answer.Headers.GetValues("X-Multiplex-Endpoint").Single(), JsonDocument.Parse(text).RootElement.GetProperty("id").GetString()!);
    }
}
