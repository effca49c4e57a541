using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Contracts.Secrets;

namespace MultiplexCluster.Contracts.Durability;

/// <summary>Stored in the journal or as a snapshot: its bytes must stay readable for ever.</summary>
public interface IJournalType;

/// <summary>What happened to one endpoint by an operator's hand.</summary>
public interface IEndpointEvent : IJournalType
{
    /// <summary>When, by the wall clock, UTC.</summary>
    DateTimeOffset At { get; }
}

/// <summary>The endpoint exists from here on.</summary>
public sealed record EndpointCreated(DateTimeOffset At, EndpointSettings Settings, SealedKey Key) : IEndpointEvent;

/// <summary>Its settings are these from here on (enabling and disabling included).</summary>
public sealed record SettingsChanged(DateTimeOffset At, EndpointSettings Settings) : IEndpointEvent;

/// <summary>It uses this key from here on.</summary>
public sealed record KeyRotated(DateTimeOffset At, SealedKey Key) : IEndpointEvent;

/// <summary>An operator ended its quarantine, cooldown and open circuit.</summary>
public sealed record BackoffReset(DateTimeOffset At) : IEndpointEvent;

/// <summary>An operator ended its quarantine.</summary>
public sealed record QuarantineLifted(DateTimeOffset At) : IEndpointEvent;

/// <summary>Its counters are zero from here on; the marks say which reports are in that zero already.</summary>
public sealed record StatsReset(DateTimeOffset At, IReadOnlyDictionary<RouterId, long> Marks) : IEndpointEvent;

/// <summary>It admits nothing from here on and goes when its last call has ended.</summary>
public sealed record DeletionRequested(DateTimeOffset At) : IEndpointEvent;

/// <summary>Nothing is left of it: a later creation under the same id starts anew.</summary>
/// <param name="At">When, by the wall clock, UTC.</param>
/// <param name="WasRefused">Its creation was never acknowledged, so nobody deleted it.</param>
public sealed record EndpointRemoved(DateTimeOffset At, bool WasRefused = false) : IEndpointEvent;

/// <summary>An id is taken.</summary>
public sealed record IdWasReserved(EndpointId EndpointId, bool FromEnvironment) : IJournalType;

/// <summary>An id is free again; one from the environment that an operator deleted stays remembered.</summary>
public sealed record IdWasReleased(EndpointId EndpointId, bool WasDeleted) : IJournalType;

/// <summary>A client key exists from here on.</summary>
public sealed record ClientKeyCreated(ClientKey Key) : IJournalType;

/// <summary>A client key is no more.</summary>
public sealed record ClientKeyDeleted(string Id) : IJournalType;
