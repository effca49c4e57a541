using System.Net;
using System.Text;
using MultiplexCluster.Cluster.Nodes;
using MultiplexCluster.FakeProviders;
using MultiplexCluster.FakeProviders.Counting;
using MultiplexCluster.FakeProviders.Scripting;
using Xunit;

namespace MultiplexCluster.Cluster.Tests;

/// <summary>Endpoints of two providers under one pool label, and aliases that lead to the one or the other.</summary>
internal sealed class AliasPool : IDisposable
{
    public const string Groq = "groq/llama-3.3-70b-versatile";
    public const string OpenAi = "openai/gpt-4o-mini";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly HttpClient _http = new();
    private readonly TestCluster _cluster;
    private readonly string _label;
    private readonly string _groq;

    private AliasPool(TestCluster cluster, string label, string groq) => (_cluster, _label, _groq) = (cluster, label, groq);

    /// <summary>Calls of Groq's key.</summary>
    public FakeKey GroqKey => _cluster.KeyOf(_groq);

    /// <summary>An endpoint of OpenAI and one of Groq, whose failed calls are not repeated.</summary>
    public static async Task<AliasPool> CreateAsync(TestCluster cluster)
    {
        var settings = new { max_retries = 0, breaker_failures = 0, max_concurrent_requests = 20, queue_size = 200 };
        var openAi = await cluster.PoolAsync(1, settings);
        var groq = await cluster.PoolAsync(1, new
        {
            settings.max_retries, settings.breaker_failures, settings.max_concurrent_requests, settings.queue_size,
            provider = "groq", base_url = cluster.Provider.BaseUrl(ProviderDialect.Groq), pool = openAi.Name,
        });
        var pool = new AliasPool(cluster, openAi.Name, groq.Ids[0]);

        // Nodes hear of new endpoints a moment after they were made.
        var made = cluster.Clock;
        await Task.WhenAll(cluster.Nodes.SelectMany(node => new[] { Groq, OpenAi }.Select(target => pool.UntilAsync(node, target, target, made))));
        return pool;
    }

    /// <summary>From now on Groq's calls fail.</summary>
    public void FailGroq() => GroqKey.Always(Step.Status(503));

    /// <summary>Sets an alias by way of a node.</summary>
    public static async Task SetAsync(ClusterNode node, string name, params string[] targets)
    {
        var answer = await node.Admin.SendAsync(HttpMethod.Put, $"/admin/aliases/{name}", new { targets });
        Assert.True(answer.Status is HttpStatusCode.Created or HttpStatusCode.OK, $"{(int)answer.Status} {answer.Text}");
    }

    /// <summary>Deletes an alias by way of a node.</summary>
    public static async Task DeleteAsync(ClusterNode node, string name) =>
        (await node.Admin.SendAsync(HttpMethod.Delete, $"/admin/aliases/{name}", null)).MustBe(HttpStatusCode.NoContent);

    /// <summary>What a node makes of an alias: the target that served; <c>unknown</c>; or else the answer.</summary>
    public async Task<string> AskAsync(ClusterNode node, string name)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(node.Address, "/v1/chat/completions"));
        request.Headers.Add("X-Multiplex-Pool", _label);
        request.Content = new StringContent($$"""{"model":"{{name}}","messages":[{"role":"user","content":"hi"}]}""", Encoding.UTF8, "application/json");
        using var answer = await _http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.StatusCode switch
        {
            HttpStatusCode.OK => answer.Headers.GetValues("X-Multiplex-Endpoint").Single() == _groq ? Groq : OpenAi,
            HttpStatusCode.BadRequest when text.Contains("alias", StringComparison.Ordinal) => "unknown",
            _ => $"{(int)answer.StatusCode} {text}",
        };
    }

    /// <summary>Asks until the answer is that one; how long after <paramref name="since"/> the question was asked that got it.</summary>
    public async Task<TimeSpan> UntilAsync(ClusterNode node, string name, string expected, TimeSpan since)
    {
        while (true)
        {
            var asked = _cluster.Clock - since;
            var answer = await AskAsync(node, name);
            if (answer == expected)
            {
                return asked;
            }

            Assert.True(asked < Patience, $"{node} makes of {name}: {answer}");
            await Task.Delay(10);
        }
    }

    public void Dispose() => _http.Dispose();
}
