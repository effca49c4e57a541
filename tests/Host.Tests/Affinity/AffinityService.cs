using System.Text;
using System.Text.Json.Nodes;
using MultiplexCluster.Host.Tests.Service;
using Xunit;

namespace MultiplexCluster.Host.Tests.Affinity;

/// <summary>The service with a provider behind it whose objects live in accounts.</summary>
public sealed class AffinityService : RunningService, IAsyncLifetime
{
    private static int count;

    internal AccountProvider Provider { get; private set; } = null!;

    async Task IAsyncLifetime.InitializeAsync()
    {
        Provider = await AccountProvider.StartAsync();
        await InitializeAsync();
    }

    async Task IAsyncLifetime.DisposeAsync()
    {
        await DisposeAsync();
        await Provider.DisposeAsync();
    }

    /// <summary>Creates an endpoint; its account is its own unless one is named.</summary>
    internal async Task<(string Id, string Key)> AddAsync(string pool, string? account = null, string? group = null, string provider = "openai")
    {
        var number = Interlocked.Increment(ref count);
        var (id, key) = ($"{provider}-{number:000}", $"sk-{account ?? $"own{number}"}-{number}");
        await Admin.CreateAsync(new JsonObject
        {
            ["endpoint_id"] = id,
            ["provider"] = provider,
            ["api_key"] = key,
            ["base_url"] = provider == "openai" ? Provider.Url + "/v1" : Provider.Url,
            ["pool"] = pool,
            ["quota_group"] = group,
        });
        return (id, key);
    }

    internal async Task<Reply> SendAsync(string method, string path, string? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        using var response = await Http.SendAsync(request);
        return await Reply.ReadAsync(response);
    }

    /// <summary>Makes an object at that endpoint; its id.</summary>
    internal async Task<string> MakeAsync(string endpoint, string path, string body = "{}")
    {
        var reply = await SendAsync("POST", path, body, ("X-Multiplex-Endpoint", endpoint));
        Assert.True(reply.Status == 200, reply.ToString());
        return reply.Json.TryGetProperty("id", out var id) ? id.GetString()! : reply.Json.GetProperty("name").GetString()!;
    }
}
