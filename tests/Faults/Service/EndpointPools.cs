using System.Globalization;
using MultiplexCluster.FakeProviders;
using MultiplexCluster.FakeProviders.Counting;
using MultiplexCluster.Faults.Secrecy;

namespace MultiplexCluster.Faults.Service;

/// <summary>Makes pools of endpoints at a fake provider, so that each test has endpoints and keys of its own.</summary>
public sealed class EndpointPools(FakeProvider fake, Func<AdminApi> admin)
{
    private int _names;

    /// <summary>The base URL of the endpoints made here.</summary>
    public string BaseUrl { get; init; } = fake.BaseUrl(ProviderDialect.OpenAi);

    /// <summary>A pool of endpoints with a key each; <paramref name="settings"/> has further settings as the admin API names them.</summary>
    public async Task<TestPool> CreateAsync(int endpoints, object? settings = null)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"pool-{Interlocked.Increment(ref _names)}");
        var pool = new TestPool(name, [.. Enumerable.Range(0, endpoints).Select(i => $"{name}-{i}")]);
        foreach (var id in pool.Ids)
        {
            var all = SettingsOf(id);
            all["pool"] = name;
            foreach (var property in settings?.GetType().GetProperties() ?? [])
            {
                all[property.Name] = property.GetValue(settings);
            }

            await admin().MustCreateAsync(all);
        }

        return pool;
    }

    /// <summary>The settings of an endpoint of that id without a pool, as the admin API names them.</summary>
    public Dictionary<string, object?> SettingsOf(string id) => new()
    {
        ["endpoint_id"] = id,
        ["provider"] = "openai",
        ["api_key"] = SecretWatch.Key(id),
        ["base_url"] = BaseUrl,
    };

    /// <summary>The script and counts of an endpoint's key.</summary>
    public FakeKey KeyOf(string id) => fake.Key(SecretWatch.Key(id));
}

/// <summary>Endpoints with the pool label that calls name to use them.</summary>
public sealed record TestPool(string Name, IReadOnlyList<string> Ids);
