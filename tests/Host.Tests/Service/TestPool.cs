using System.Text.Json;
using System.Text.Json.Nodes;
using MultiplexCluster.FakeProviders;
using Xunit;

namespace MultiplexCluster.Host.Tests.Service;

/// <summary>A pool of endpoints that only one test uses, and calls to it.</summary>
internal sealed class TestPool(RunningService service, ProviderDialect dialect)
{
    private static int _count;

    public string Label { get; } = $"pool-{Interlocked.Increment(ref _count)}";

    public Wire Wire { get; } = Wire.Of(dialect);

    /// <summary>Creates an endpoint in the pool; its key and id are its own.</summary>
    public async Task<TestEndpoint> AddAsync(object? settings = null)
    {
        var endpoint = new TestEndpoint(service, $"{Wire.Provider}-{Interlocked.Increment(ref _count)}");
        await service.Admin.CreateAsync(Body(endpoint, settings));
        return endpoint;
    }

    /// <summary>What creates that endpoint.</summary>
    public JsonObject Body(TestEndpoint endpoint, object? settings = null)
    {
        var body = JsonSerializer.SerializeToNode(settings ?? new { })!.AsObject();
        body["endpoint_id"] = endpoint.Id;
        body["provider"] = Wire.Provider;
        body["api_key"] = endpoint.Key;
        body.TryAdd("base_url", service.Fake.BaseUrl(dialect));
        body.TryAdd("pool", Label);
        return body;
    }

    /// <summary>A usual call, with these headers.</summary>
    public Task<Reply> CallAsync(params (string Name, string Value)[] headers) => SendAsync(Request(headers: headers));

    /// <summary>A call of this model.</summary>
    public Task<Reply> CallModelAsync(string model, params (string Name, string Value)[] headers) => SendAsync(Request(model, headers: headers));

    /// <summary>A streamed call, read to its end.</summary>
    public Task<Reply> StreamAsync(params (string Name, string Value)[] headers) => SendAsync(Request(stream: true, headers: headers));

    /// <summary>A call pinned to an endpoint, of whatever pool.</summary>
    public Task<Reply> PinnedAsync(string endpoint, params (string Name, string Value)[] headers) =>
        CallAsync([("X-Multiplex-Endpoint", endpoint), .. headers]);

    /// <summary>A good answer, or the test fails.</summary>
    public async Task<Reply> MustServeAsync(params (string Name, string Value)[] headers)
    {
        var reply = await CallAsync(headers);
        Assert.True(reply is { Status: 200, EndedWell: true }, reply.ToString());
        return reply;
    }

    public async Task<Reply> SendAsync(HttpRequestMessage request, CancellationToken cancel = default)
    {
        using (request)
        {
            using var response = await service.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
            return await Reply.ReadAsync(response, cancel);
        }
    }

    public HttpRequestMessage Request(string? model = null, bool stream = false, params (string Name, string Value)[] headers) =>
        Post(Wire.Path(model ?? Wire.Model, stream), Wire.Body(model ?? Wire.Model, stream), headers);

    /// <summary>A call of any path below the surface.</summary>
    public HttpRequestMessage Post(string path, string body, params (string Name, string Value)[] headers)
    {
        var request = Bare(HttpMethod.Post, path, headers);
        request.Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        return request;
    }

    public HttpRequestMessage Bare(HttpMethod method, string path, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, Wire.Surface + path);
        if (!headers.Any(h => h.Name is "X-Multiplex-Endpoint" or "X-Multiplex-Pool"))
        {
            request.Headers.Add("X-Multiplex-Pool", Label);
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }
}
