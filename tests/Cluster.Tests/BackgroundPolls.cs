using System.Text;
using System.Text.Json;
using MultiplexCluster.Cluster.Nodes;
using MultiplexCluster.Faults.Service;
using Xunit;

namespace MultiplexCluster.Cluster.Tests;

/// <summary>Background responses of one endpoint, their polls, and the tokens that were counted for them.</summary>
internal sealed class BackgroundPolls : IDisposable
{
    /// <summary>Of one response.</summary>
    public const int Tokens = 45;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly HttpClient _http = new();
    private readonly TestCluster _cluster;
    private readonly TestPool _pool;

    private BackgroundPolls(TestCluster cluster, TestPool pool) => (_cluster, _pool) = (cluster, pool);

    public static async Task<BackgroundPolls> CreateAsync(TestCluster cluster) =>
        new(cluster, await cluster.PoolAsync(1, new { max_concurrent_requests = 40 }));

    /// <summary>Begins a response; its id.</summary>
    public async Task<string> BeginAsync(ClusterNode node)
    {
        // Nodes hear of a new pool a moment after it was made.
        for (var left = 100; ; left--)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(node.Address, "/openai/v1/responses"));
            request.Headers.Add("X-Multiplex-Pool", _pool.Name);
            request.Content = new StringContent(
                """{"model":"gpt-4o","input":"hi","background":true,"metadata":{"polls":"0"}}""", Encoding.UTF8, "application/json");
            using var answer = await _http.SendAsync(request);
            var text = await answer.Content.ReadAsStringAsync();
            if (answer.IsSuccessStatusCode)
            {
                return JsonDocument.Parse(text).RootElement.GetProperty("id").GetString()!;
            }

            Assert.True(left > 0, text);
            await Task.Delay(100);
        }
    }

    public async Task PollAsync(ClusterNode node, string id)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(node.Address, $"/openai/v1/responses/{id}"));
        request.Headers.Add("X-Multiplex-Endpoint", _pool.Ids[0]);
        using var answer = await _http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();

        // While a node is gone its endpoints have no authority for a while.
        Assert.True(!answer.IsSuccessStatusCode || text.Contains("\"completed\"", StringComparison.Ordinal), text);
    }

    /// <summary>Beginnings and polls that have reached the provider.</summary>
    public long Called => _cluster.KeyOf(_pool.Ids[0]).Count;

    /// <summary>Completes when so many have.</summary>
    public Task CalledAsync(int calls) => _cluster.KeyOf(_pool.Ids[0]).WaitForCallsAsync(calls, Patience);

    /// <summary>Tokens counted so far, as a node says.</summary>
    public async Task<long> CountedAsync(ClusterNode node) =>
        (await node.Admin.SendAsync(HttpMethod.Get, $"/admin/endpoints/{_pool.Ids[0]}/stats", null)).Json.GetProperty("total_tokens").GetInt64();

    /// <summary>A read that asks whose the tokens are reports after its answer.</summary>
    public async Task RestAsync(ClusterNode node, int successful = 0)
    {
        var (began, counters) = (_cluster.Clock, await node.Admin.StatsAtRestAsync(_pool.Ids[0]));
        while (counters.Successful < successful)
        {
            Assert.True(_cluster.Clock - began < Patience, $"{counters}");
            counters = await node.Admin.StatsAtRestAsync(_pool.Ids[0]);
        }
    }

    public void Dispose() => _http.Dispose();
}
