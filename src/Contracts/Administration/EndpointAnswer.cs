using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Protocol;

namespace MultiplexCluster.Contracts.Administration;

/// <summary>What came of an operator's command.</summary>
public abstract record EndpointAnswer
{
    private EndpointAnswer()
    {
    }

    /// <summary>Done, and durable where it changed anything.</summary>
    public sealed record Described(EndpointDetails Details) : EndpointAnswer;

    /// <summary>Not done.</summary>
    /// <param name="Reason">Why.</param>
    /// <param name="Errors">For <see cref="AdminRefusal.Invalid"/>: every offending field (wire name) with its error.</param>
    /// <param name="Detail">Further words for the operator, or null.</param>
    public sealed record Refused(
        AdminRefusal Reason,
        IReadOnlyDictionary<string, string>? Errors,
        string? Detail) : EndpointAnswer;
}
