using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Contracts.Secrets;

namespace MultiplexCluster.Contracts.Durability;

/// <summary>An endpoint's checkpoint: all of its state that outlives its actor, by the wall clock.</summary>
/// <param name="TakenAt">When, UTC.</param>
/// <param name="CreatedAt">When the endpoint was created, UTC.</param>
/// <param name="Settings">Its settings.</param>
/// <param name="Key">Its sealed key.</param>
/// <param name="IsDraining">Its deletion was asked for.</param>
/// <param name="Health">Cooldown, breaker and quarantine.</param>
/// <param name="Stats">Its counters.</param>
/// <param name="Marks">Per router, the last report that is in <paramref name="Stats"/>.</param>
public sealed record EndpointCheckpoint(
    DateTimeOffset TakenAt,
    DateTimeOffset CreatedAt,
    EndpointSettings Settings,
    SealedKey Key,
    bool IsDraining,
    StoredHealth Health,
    EndpointStats Stats,
    IReadOnlyDictionary<RouterId, long> Marks) : IJournalType;

/// <summary>The moments an endpoint waits for, as wall-clock times so that they survive the process.</summary>
/// <param name="CooldownUntil">End of the running cooldown, or null.</param>
/// <param name="ConsecutiveBackoffs">The n of the next backoff delay, from 0.</param>
/// <param name="ConsecutiveFailures">Breaker failures in a row.</param>
/// <param name="CircuitOpenUntil">End of the open circuit, or null when closed.</param>
/// <param name="Reopenings">Doublings of the circuit's last open time.</param>
/// <param name="Quarantine">Why it is quarantined, or null.</param>
/// <param name="QuarantinedUntil">When the quarantine ends by itself, or null for an operator.</param>
/// <param name="CircuitClosedAt">When the circuit last closed, or null while it is open and when it never was.</param>
public sealed record StoredHealth(
    DateTimeOffset? CooldownUntil,
    int ConsecutiveBackoffs,
    int ConsecutiveFailures,
    DateTimeOffset? CircuitOpenUntil,
    int Reopenings,
    string? Quarantine,
    DateTimeOffset? QuarantinedUntil,
    DateTimeOffset? CircuitClosedAt = null);

/// <summary>The catalog's snapshot.</summary>
public sealed record CatalogSnapshot(
    IReadOnlyList<EndpointId> Ids,
    IReadOnlyList<EndpointId> FromEnvironment,
    IReadOnlyList<EndpointId> DeletedFromEnvironment) : IJournalType;

/// <summary>The client-key registry's snapshot.</summary>
public sealed record ClientKeyRegistrySnapshot(IReadOnlyList<ClientKey> Keys) : IJournalType;
