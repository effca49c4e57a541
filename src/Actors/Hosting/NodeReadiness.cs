using Akka.Actor;
using Akka.Cluster;
using Akka.Hosting;
using MultiplexCluster.Actors.Leases;
using MultiplexCluster.Actors.Routing;
using MultiplexCluster.Contracts.Protocol;

namespace MultiplexCluster.Actors.Hosting;

/// <summary>
/// Whether this node takes traffic: it is up in the cluster, and most nodes acknowledge it; once the catalog (thus the store) has answered, the shard
/// coordinator has placed endpoints and they have answered, and the router has heard of the endpoints there were then, or
/// has waited for them long enough.
/// </summary>
public sealed class NodeReadiness(
    ActorSystem system,
    IRequiredActor<CatalogSingleton> catalog,
    IRequiredActor<EndpointRegion> region,
    IRequiredActor<NodeRouter> router,
    IRequiredActor<NodeWarmUp> warmUp,
    NodeLeases leases,
    TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(15);
    private readonly ShardingProbe _sharding = new(system, region);
    private readonly long _began = time.GetTimestamp();
    private readonly Lock _lock = new();
    private volatile string? _why = "the store has not been reached yet";
    private Task _look = Task.CompletedTask;

    /// <summary>How long whoever asks waits for a look that is under way. Default 1 s, for probes that wait no longer themselves.</summary>
    internal TimeSpan AskersPatience { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Ready, or why not: of this moment, or where that takes longer than a second, as far as is known by then.</summary>
    public async ValueTask<(bool Ready, string? Why)> CheckAsync(CancellationToken ct)
    {
        if (Cluster.Get(system).SelfMember.Status is not MemberStatus.Up)
        {
            return (false, "the node is not up in the cluster");
        }

        if (!leases.MayCall(system.Scheduler.MonotonicClock))
        {
            return (false, "most nodes do not acknowledge this one");
        }

        if (_why is not null)
        {
            try
            {
                await Look().WaitAsync(AskersPatience, time, ct);
            }
            catch (TimeoutException)
            {
                // It goes on looking; the next one who asks has the result.
            }
        }

        var why = _why;
        return (why is null, why);
    }

    /// <summary>The look that is under way, or a new one: all who ask meanwhile share it.</summary>
    private Task Look()
    {
        lock (_lock)
        {
            return _look = _look.IsCompleted ? LookAsync() : _look;
        }
    }

    private async Task LookAsync()
    {
        try
        {
            var ids = await (await catalog.GetAsync()).Ask<EndpointIds>(new ListIds(), Patience);
            await (await warmUp.GetAsync()).Ask<Warm>(AskIfWarm.Instance, Patience);
            _why = "no endpoint could be placed in the cluster yet";
            _why = await _sharding.WhyNotAsync(Patience) ?? await WhyUnknownAsync(Math.Max(ids.Total, ids.Ids.Count));
        }
        catch (AskTimeoutException)
        {
            // Looked at again by the next check.
        }
    }

    private async Task<string?> WhyUnknownAsync(int count)
    {
        var known = await (await router.GetAsync()).Ask<EndpointsKnown>(new CountEndpoints(), Patience);
        return known.Count >= count || time.GetElapsedTime(_began) > LongestWait ? null : $"{known.Count} of {count} endpoints are awake";
    }
}
