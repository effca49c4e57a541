using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Simulation.Report;

namespace MultiplexCluster.Simulation.Scenarios;

/// <summary>A question that runs answer.</summary>
internal abstract class Scenario
{
    /// <summary>Its name on the command line and in file names.</summary>
    public abstract string Name { get; }

    /// <summary>The question, for the report.</summary>
    public abstract string Question { get; }

    /// <summary>What is compared.</summary>
    public abstract IReadOnlyList<Variant> Variants { get; }

    protected static EndpointSettings Settings(int slots = 5) => new()
    {
        Provider = ProviderKind.OpenAi,
        MaxConcurrentRequests = slots,
        QueueSize = 1_000,
        MaxRetryDelay = TimeSpan.FromSeconds(4),
    };

    protected static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}

/// <summary>One of the ways that a scenario compares.</summary>
/// <param name="Name">How it is called in reports.</param>
/// <param name="Run">Runs it with a seed.</param>
internal sealed record Variant(string Name, Func<int, ScenarioResult> Run);
