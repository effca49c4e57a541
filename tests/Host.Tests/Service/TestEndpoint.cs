using System.Text.Json;
using MultiplexCluster.FakeProviders.Counting;

namespace MultiplexCluster.Host.Tests.Service;

/// <summary>An endpoint of one test: as the operator sees it, and as the provider sees its key.</summary>
internal sealed class TestEndpoint(RunningService service, string id)
{
    public string Id { get; } = id;

    public string Key { get; } = $"sk-of-{id}";

    /// <summary>Its key at the provider.</summary>
    public FakeKey AtProvider => service.Fake.Key(Key);

    public Task<JsonElement> GetAsync() => service.Admin.GetAsync($"/endpoints/{Id}");

    public async Task<string> StateAsync() => (await GetAsync()).GetProperty("state").GetString()!;

    public Task<JsonElement> PatchAsync(object settings) => service.Admin.PatchAsync(Id, settings);

    public Task<JsonElement> PostAsync(string what, object? body = null) => service.Admin.PostAsync($"/endpoints/{Id}/{what}", body);

    public Task DeleteAsync() => service.Admin.DeleteAsync(Id);

    public async Task<Counts> CountsAsync() => Counts.Of(await service.Admin.GetAsync($"/endpoints/{Id}/stats"));

    /// <summary>Returns when so many requests wait.</summary>
    public Task WaitForQueueAsync(int length) => Eventually.GetAsync(CountsAsync, c => c.QueueLength == length);

    /// <summary>Returns when it is in that state.</summary>
    public Task WaitForStateAsync(string state) => Eventually.GetAsync(StateAsync, s => s == state);
}
