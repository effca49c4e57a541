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
/// <param name="Limits">What counts towards its limits per minute; null where it has none and no model is paused.</param>
public sealed record EndpointCheckpoint(
    DateTimeOffset TakenAt,
    DateTimeOffset CreatedAt,
    EndpointSettings Settings,
    SealedKey Key,
    bool IsDraining,
    StoredHealth Health,
    EndpointStats Stats,
    IReadOnlyDictionary<RouterId, long> Marks,
    StoredLimits? Limits = null) : IJournalType;

/// <summary>What counts towards an endpoint's limits per minute, and which models it may not call.</summary>
/// <param name="Requests">Calls begun; null without a limit.</param>
/// <param name="Tokens">Tokens of the calls begun; null without a limit.</param>
/// <param name="Running">Calls that run and are in <paramref name="Requests"/> already.</param>
/// <param name="TokensPerByte">Input tokens expected per byte of a body.</param>
/// <param name="OutputTokens">Output tokens expected per call.</param>
/// <param name="Models">The models that are paused.</param>
public sealed record StoredLimits(
    StoredWindow? Requests,
    StoredWindow? Tokens,
    int Running,
    double TokensPerByte,
    double OutputTokens,
    IReadOnlyList<StoredModelPause> Models);

/// <summary>What was used in the seconds before a moment.</summary>
/// <param name="EndsAt">The moment, by the wall clock, UTC.</param>
/// <param name="Seconds">Used in each second before it, the last one first.</param>
public sealed record StoredWindow(DateTimeOffset EndsAt, IReadOnlyList<long> Seconds);

/// <summary>A model that is not called before a moment.</summary>
/// <param name="Model">Its name.</param>
/// <param name="Until">The moment, UTC.</param>
/// <param name="Reason">Why, for an operator.</param>
public sealed record StoredModelPause(string Model, DateTimeOffset Until, string Reason);

/// <summary>The moments an endpoint waits for, as wall-clock times so that they survive the process.</summary>
/// <param name="CooldownUntil">End of the running cooldown, or null.</param>
/// <param name="ConsecutiveBackoffs">The n of the next backoff delay, from 0.</param>
/// <param name="ConsecutiveFailures">Breaker failures in a row.</param>
/// <param name="CircuitOpenUntil">End of the open circuit, or null when closed.</param>
/// <param name="Reopenings">Doublings of the circuit's last open time.</param>
/// <param name="Quarantine">Why it is quarantined, or null.</param>
/// <param name="QuarantinedUntil">When the quarantine ends by itself, or null for an operator.</param>
/// <param name="CircuitClosedAt">When the circuit last closed, or null while it is open and when it never was.</param>
/// <param name="CooldownReason">Why it cools down where the key's own rate limit isn't it, or null.</param>
public sealed record StoredHealth(
    DateTimeOffset? CooldownUntil,
    int ConsecutiveBackoffs,
    int ConsecutiveFailures,
    DateTimeOffset? CircuitOpenUntil,
    int Reopenings,
    string? Quarantine,
    DateTimeOffset? QuarantinedUntil,
    DateTimeOffset? CircuitClosedAt = null,
    string? CooldownReason = null);

/// <summary>The catalog's snapshot.</summary>
public sealed record CatalogSnapshot(
    IReadOnlyList<EndpointId> Ids,
    IReadOnlyList<EndpointId> FromEnvironment,
    IReadOnlyList<EndpointId> DeletedFromEnvironment) : IJournalType;

/// <summary>The client-key registry's snapshot.</summary>
public sealed record ClientKeyRegistrySnapshot(IReadOnlyList<ClientKey> Keys) : IJournalType;
