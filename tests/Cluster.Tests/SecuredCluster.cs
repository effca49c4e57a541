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
public sealed class SecuredCluster : FormedCluster
{
    /// <summary>Who signs the nodes' certificates.</summary>
    public TestAuthority Authority { get; } = new();

    /// <summary>The answers to the creation of an endpoint with the first call after a node was ready.</summary>
    public IReadOnlyList<HttpStatusCode> Created { get; private set; } = [];

    /// <summary>What the database was asked in vain while the cluster formed.</summary>
    public IReadOnlyList<string> DatabaseErrors { get; private set; } = [];

    protected override TestClusterSetup Setup => new()
    {
        // A certificate each, under names that no other has.
        EnvironmentOf = number => Authority.EnvironmentOf(Authority.Issue(name: $"node{number}")),
    };

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        Authority.Dispose();
    }

    protected override async Task FormAsync()
    {
        foreach (var node in Cluster.Nodes)
        {
            node.Launch();
        }

        Created = await OnceReadyAsync(async node =>
        {
            var pools = new EndpointPools(Cluster.Provider, () => node.Admin);
            return (await node.Admin.CreateAsync(pools.SettingsOf($"first-of-{node.Number}"))).Status;
        });
        DatabaseErrors = [.. Cluster.Database.Output.Lines.Where(line => line.Contains("ERROR", StringComparison.Ordinal))];
    }
}

[CollectionDefinition(Name)]
public sealed class SecuredClusterTests : ICollectionFixture<SecuredCluster>
{
    public const string Name = "secured cluster";
}
