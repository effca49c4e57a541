using System.Globalization;
using MultiplexCluster.FakeProviders;
using MultiplexCluster.FakeProviders.Counting;
using MultiplexCluster.Faults.Callers;
using MultiplexCluster.Faults.Secrecy;
using MultiplexCluster.Faults.Service;
using Xunit;

namespace MultiplexCluster.Faults.Tests;

/// <summary>One service process and one fake provider for the tests that leave both as they were; each test has a pool of its own.</summary>
public sealed class SharedService : IAsyncLifetime
{
    private int _names;

    public FakeProvider Fake { get; private set; } = null!;

    public ServiceProcess Service { get; private set; } = null!;

    public CallerCrowd Crowd { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Fake = await FakeProvider.StartAsync();
        Service = await ServiceProcess.StartAsync();
        Crowd = new CallerCrowd(Service.Address, clock: () => Fake.Elapsed);
    }

    public async Task DisposeAsync()
    {
        Crowd.Dispose();
        await Service.DisposeAsync();
        await Fake.DisposeAsync();
    }

    /// <summary>A pool of endpoints with a key each.</summary>
    public async Task<TestPool> PoolAsync(int endpoints, object? settings = null)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"pool-{Interlocked.Increment(ref _names)}");
        var pool = new TestPool(name, [.. Enumerable.Range(0, endpoints).Select(i => $"{name}-{i}")]);
        foreach (var id in pool.Ids)
        {
            var all = new Dictionary<string, object?>
            {
                ["endpoint_id"] = id,
                ["provider"] = "openai",
                ["api_key"] = SecretWatch.Key(id),
                ["base_url"] = Fake.BaseUrl(ProviderDialect.OpenAi),
                ["pool"] = name,
            };
            foreach (var property in settings?.GetType().GetProperties() ?? [])
            {
                all[property.Name] = property.GetValue(settings);
            }

            await Service.Admin.MustCreateAsync(all);
        }

        return pool;
    }

    public FakeKey KeyOf(string id) => Fake.Key(SecretWatch.Key(id));
}

/// <summary>Endpoints with the pool label that calls name to use them.</summary>
public sealed record TestPool(string Name, IReadOnlyList<string> Ids);

[CollectionDefinition(Name)]
public sealed class SharedServiceTests : ICollectionFixture<SharedService>
{
    public const string Name = "shared service";
}
