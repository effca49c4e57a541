using System.Net;
using MultiplexCluster.Cluster.Nodes;
using MultiplexCluster.Faults.Certificates;
using MultiplexCluster.Faults.Service;
using Xunit;

namespace MultiplexCluster.Cluster.Tests;

/// <summary>
/// A cluster whose nodes have certificates and are started at once, on an empty database, each asked to make an endpoint as soon as it
/// is ready. Its tests look at how it came about, or leave it as they found it.
/// </summary>
public sealed class SecuredCluster : IAsyncLifetime
{
    public TestCluster Cluster { get; private set; } = null!;

    /// <summary>Who signs the nodes' certificates.</summary>
    public TestAuthority Authority { get; } = new();

    /// <summary>The answers to the creation of an endpoint with the first call after a node was ready.</summary>
    public IReadOnlyList<HttpStatusCode> Created { get; private set; } = [];

    /// <summary>What sounded like trouble while the cluster formed.</summary>
    public IReadOnlyList<string> Alarms { get; private set; } = [];

    /// <summary>What the database was asked in vain meanwhile.</summary>
    public IReadOnlyList<string> DatabaseErrors { get; private set; } = [];

    public async Task InitializeAsync()
    {
        // A fixture is made even when all its tests are skipped.
        if (!ClusterFactAttribute.MayRun)
        {
            return;
        }

        Cluster = await TestCluster.CreateAsync(new TestClusterSetup
        {
            // A certificate each, under names that no other has.
            EnvironmentOf = number => Authority.EnvironmentOf(Authority.Issue(name: $"node{number}")),
        });
        try
        {
            foreach (var node in Cluster.Nodes)
            {
                node.Launch();
            }

            Created = await Task.WhenAll(Cluster.Nodes.Select(async node =>
            {
                await node.WaitUntilReadyAsync();
                var pools = new EndpointPools(Cluster.Provider, () => node.Admin);
                return (await node.Admin.CreateAsync(pools.SettingsOf($"first-of-{node.Number}"))).Status;
            }));
            Alarms = [.. Cluster.Nodes.SelectMany(n => n.Service.Output.AlarmingLines)];
            DatabaseErrors = [.. Cluster.Database.Output.Lines.Where(line => line.Contains("ERROR", StringComparison.Ordinal))];
            await Cluster.WarmUpAsync();
        }
        catch
        {
            await Cluster.DisposeAsync();
            throw;
        }
    }

    public async Task DisposeAsync()
    {
        if (Cluster is not null)
        {
            await Cluster.DisposeAsync();
        }

        Authority.Dispose();
    }
}

[CollectionDefinition(Name)]
public sealed class SecuredClusterTests : ICollectionFixture<SecuredCluster>
{
    public const string Name = "secured cluster";
}
