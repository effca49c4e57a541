using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Core.Routing;

namespace MultiplexCluster.Simulation.Selecting;

/// <summary>The service's own choice, by one of its strategies.</summary>
internal sealed class CoreSelection(RoutingStrategy strategy = RoutingStrategy.LeastLoaded) : ISelection
{
    public string Name => strategy.ToWireName();

    public bool IsOurs => true;

    public RouteDecision? Choose(Pool pool, PriorityClass priority, CallTrail? trail, TimeSpan now, Random random) =>
        RouteChoice.Choose(pool, priority, model: null, trail, now, random, strategy);
}
