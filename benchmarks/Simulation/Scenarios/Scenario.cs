using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Simulation.Report;
using MultiplexCluster.Simulation.Selecting;

namespace MultiplexCluster.Simulation.Scenarios;

/// <summary>A question that a run answers.</summary>
internal abstract class Scenario
{
    /// <summary>Its name on the command line and in file names.</summary>
    public abstract string Name { get; }

    /// <summary>The question, for the report.</summary>
    public abstract string Question { get; }

    /// <summary>Runs it with one way of selecting.</summary>
    public abstract ScenarioResult Run(ISelection selection, int seed);

    protected static EndpointSettings Settings(int slots = 5) => new()
    {
        Provider = ProviderKind.OpenAi,
        MaxConcurrentRequests = slots,
        QueueSize = 1_000,
        MaxRetryDelay = TimeSpan.FromSeconds(4),
    };

    protected static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
