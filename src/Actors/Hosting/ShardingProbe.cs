using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Sharding;
using Akka.Hosting;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;

namespace MultiplexCluster.Actors.Hosting;

/// <summary>
/// Whether endpoints can be placed: the shard coordinator knows this node and every other that holds endpoints, and
/// endpoints that there are not, one shard each, are started for a question and answer it.
/// </summary>
internal sealed class ShardingProbe(ActorSystem system, IRequiredActor<EndpointRegion> region)
{
    /// <summary>Shards that are tried. The coordinator gives new ones to the emptiest nodes, so that a few try most nodes.</summary>
    private const int Tried = 4;

    private static readonly IReadOnlyList<EndpointId> Probes = [.. OfDifferentShards().Take(Tried)];

    /// <summary>Null when they can, else why not. Throws <see cref="AskTimeoutException"/> when an answer takes longer than <paramref name="patience"/>.</summary>
    public async Task<string?> WhyNotAsync(TimeSpan patience)
    {
        var endpoints = await region.GetAsync();
        var registered = await endpoints.Ask<CurrentRegions>(GetCurrentRegions.Instance, patience);
        if (registered.Regions.Count == 0 || Holders().Any(holder => !registered.Regions.Contains(holder)))
        {
            return "the cluster has not agreed yet on where endpoints run";
        }

        // Whatever they answer, that they are no endpoints above all: they were placed, and have read the store.
        await Task.WhenAll(Probes.Select(probe => endpoints.Ask<IWireMessage>(new DescribeEndpoint(probe), patience)));
        return null;
    }

    private IEnumerable<Address> Holders() => Cluster.Get(system).State.Members
        .Where(m => m.Status is MemberStatus.Up && m.HasRole(NodeOptions.EndpointRole))
        .Select(m => m.Address);

    private static IEnumerable<EndpointId> OfDifferentShards()
    {
        var extractor = new EndpointMessageExtractor();
        return Enumerable.Range(1, EndpointMessageExtractor.ShardCount)
            .Select(i => EndpointId.Parse($"readiness-probe-{i}"))
            .DistinctBy(id => extractor.ShardId(id.Value));
    }
}
