using MultiplexCluster.Contracts.Durability;
using MultiplexCluster.Contracts.Protocol;

namespace MultiplexCluster.Core.Administration;

/// <summary>What an admin command comes to: events to make durable (none when it changes nothing), or a refusal.</summary>
public sealed record AdminDecision(
    IReadOnlyList<IEndpointEvent> Events,
    AdminRefusal? Refusal = null,
    IReadOnlyDictionary<string, string>? Errors = null)
{
    /// <summary>Nothing changes; the answer is the endpoint as it is.</summary>
    public static AdminDecision Unchanged { get; } = new([]);

    /// <summary>These events.</summary>
    public static AdminDecision Record(params IReadOnlyList<IEndpointEvent> events) => new(events);

    /// <summary>Not carried out.</summary>
    public static AdminDecision Refuse(AdminRefusal reason, IReadOnlyDictionary<string, string>? errors = null) => new([], reason, errors);
}
