using System.Text.Json;
using System.Text.Json.Nodes;
using MultiplexCluster.FakeProviders;
using MultiplexCluster.Host.Tests.Service;
using Xunit;
using Xunit.Abstractions;

namespace MultiplexCluster.Host.Tests.Features;

/// <summary>Pools of two providers, aliases of their models, and calls by alias.</summary>
public abstract class AliasTest(RunningService service, ITestOutputHelper output) : FeatureTest(service, output)
{
    private static int _count;

    private protected async Task<(AliasPool First, AliasPool Second)> TwoAsync(object? first = null)
    {
        var groq = await AddAsync(ProviderDialect.Groq, NewPool(ProviderDialect.Groq).Label, first);
        return (groq, await AddAsync(ProviderDialect.OpenAi, groq.Label, first is null || !JsonSerializer.Serialize(first).Contains("max_retries", StringComparison.Ordinal) ? null : first));
    }

    private protected async Task<AliasPool> AddAsync(ProviderDialect dialect, string label, object? settings = null)
    {
        var pool = NewPool(dialect);
        var with = JsonSerializer.SerializeToNode(settings ?? new { })!.AsObject();
        with["pool"] = label;
        return new AliasPool(pool, await pool.AddAsync(with), label);
    }

    private protected async Task<string> SetAsync(string[] targets, double maxWait = 2, string? name = null, int status = 201)
    {
        name ??= $"alias-{Interlocked.Increment(ref _count)}";
        var body = new JsonObject { ["targets"] = JsonSerializer.SerializeToNode(targets), ["max_wait"] = maxWait };
        var answer = await Service.Admin.SendAsync("PUT", $"/aliases/{name}", body);
        Assert.True(answer.Status == status, $"{answer.Status} {answer.Text}");
        return name;
    }

    private protected static Task<Reply> ChatAsync(AliasPool pool, string model, bool stream = false, params (string Name, string Value)[] headers) => PostAsync(
        pool, "/v1/chat/completions", $$"""{"model":"{{model}}","messages":[{"role":"user","content":"Hi"}]{{(stream ? ",\"stream\":true" : "")}}}""", headers);

    private protected static Task<Reply> PostAsync(AliasPool pool, string path, string body, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, null, "application/json") };
        request.Headers.Add("X-Multiplex-Pool", pool.Label);
        Array.ForEach(headers, header => request.Headers.Add(header.Name, header.Value));
        return pool.Pool.SendAsync(request);
    }

    private protected static Task<Reply> GetAsync(AliasPool pool, string path)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("X-Multiplex-Pool", pool.Label);
        return pool.Pool.SendAsync(request);
    }

    private protected sealed record AliasPool(TestPool Pool, TestEndpoint Endpoint, string Label);
}
