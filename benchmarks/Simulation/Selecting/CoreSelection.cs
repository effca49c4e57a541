using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Core.Routing;

namespace MultiplexCluster.Simulation.Selecting;

/// <summary>The service's own choice.</summary>
internal sealed class CoreSelection : ISelection
{
    public string Name => "least_loaded";

    public bool IsOurs => true;

    public RouteDecision? Choose(Pool pool, PriorityClass priority, CallTrail? trail, TimeSpan now, Random random) =>
        RouteChoice.Choose(pool, priority, model: null, trail, now, random);
}
