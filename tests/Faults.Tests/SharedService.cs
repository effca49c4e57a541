using MultiplexCluster.FakeProviders;
using MultiplexCluster.FakeProviders.Counting;
using MultiplexCluster.Faults.Callers;
using MultiplexCluster.Faults.Service;
using Xunit;

namespace MultiplexCluster.Faults.Tests;

/// <summary>One service process and one fake provider for the tests that leave both as they were; each test has a pool of its own.</summary>
public sealed class SharedService : IAsyncLifetime
{
    private EndpointPools _pools = null!;

    public FakeProvider Fake { get; private set; } = null!;

    public ServiceProcess Service { get; private set; } = null!;

    public CallerCrowd Crowd { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Fake = await FakeProvider.StartAsync();
        Service = await ServiceProcess.StartAsync();
        _pools = new EndpointPools(Fake, () => Service.Admin);
        Crowd = new CallerCrowd(Service.Address, clock: () => Fake.Elapsed);
    }

    public async Task DisposeAsync()
    {
        Crowd.Dispose();
        await Service.DisposeAsync();
        await Fake.DisposeAsync();
    }

    /// <summary>A pool of endpoints with a key each.</summary>
    public Task<TestPool> PoolAsync(int endpoints, object? settings = null) => _pools.CreateAsync(endpoints, settings);

    public FakeKey KeyOf(string id) => _pools.KeyOf(id);
}

/// <summary>Times are measured here: nothing runs beside these tests.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class SharedServiceTests : ICollectionFixture<SharedService>
{
    public const string Name = "shared service";
}
