using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Core.Routing;

namespace MultiplexCluster.Simulation.Selecting;

/// <summary>Which endpoint a request asks.</summary>
internal interface ISelection
{
    /// <summary>How it is called in reports.</summary>
    string Name { get; }

    /// <summary>Requests that wait move to slots that free up elsewhere, queues go by class, figures count what was asked meanwhile.</summary>
    bool IsOurs { get; }

    /// <summary>The endpoint to ask, or null when none may be used.</summary>
    RouteDecision? Choose(Pool pool, PriorityClass priority, CallTrail? trail, TimeSpan now, Random random);
}
