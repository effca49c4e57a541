using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Secrets;

namespace MultiplexCluster.Contracts.Protocol;

// An operator's commands to one endpoint. Each is answered with EndpointDescribed or AdminRefused, and only after
// what it changed is durable.

/// <summary>A command of the admin API.</summary>
public interface IAdminCommand : IEndpointMessage;

/// <summary>Creates the endpoint; its id is reserved in the catalog first.</summary>
public sealed record CreateEndpoint(EndpointId EndpointId, EndpointSettings Settings, SealedKey Key) : IAdminCommand;

/// <summary>Asks for settings, state and counters.</summary>
public sealed record DescribeEndpoint(EndpointId EndpointId) : IAdminCommand;

/// <summary>Changes settings while it serves.</summary>
public sealed record PatchEndpoint(EndpointId EndpointId, SettingsPatch Patch) : IAdminCommand;

/// <summary>New calls use the new key at once; running ones finish on the old one. The key's version must be the current one plus one.</summary>
public sealed record RotateKey(EndpointId EndpointId, SealedKey Key) : IAdminCommand;

/// <summary>Switches it on (which also ends a quarantine).</summary>
public sealed record EnableEndpoint(EndpointId EndpointId) : IAdminCommand;

/// <summary>Switches it off; running calls finish, waiters are refused.</summary>
public sealed record DisableEndpoint(EndpointId EndpointId) : IAdminCommand;

/// <summary>Ends a quarantine, a cooldown and an open circuit.</summary>
public sealed record ResetBackoff(EndpointId EndpointId) : IAdminCommand;

/// <summary>Zeroes the counters.</summary>
public sealed record ResetStats(EndpointId EndpointId) : IAdminCommand;

/// <summary>Stops admitting, lets running calls finish, then removes.</summary>
public sealed record DeleteEndpoint(EndpointId EndpointId) : IAdminCommand;

/// <summary>Done, and durable where it changed anything.</summary>
public sealed record EndpointDescribed(EndpointDetails Details) : IWireMessage;

/// <summary>Not done.</summary>
/// <param name="EndpointId">The endpoint asked.</param>
/// <param name="Reason">Why.</param>
/// <param name="Errors">For <see cref="AdminRefusal.Invalid"/>: every offending field with its error.</param>
/// <param name="Detail">Further words for the operator, or null.</param>
public sealed record AdminRefused(
    EndpointId EndpointId,
    AdminRefusal Reason,
    IReadOnlyDictionary<string, string>? Errors = null,
    string? Detail = null) : IWireMessage;

/// <summary>Why an admin command was not carried out. The numbers are sent.</summary>
public enum AdminRefusal
{
    /// <summary>No such endpoint.</summary>
    NotFound = 1,

    /// <summary>The id is taken.</summary>
    AlreadyExists = 2,

    /// <summary>The merged settings break a rule.</summary>
    Invalid = 3,

    /// <summary>The store could not be written; nothing changed as far as is known.</summary>
    StoreUnavailable = 4,

    /// <summary>It is being deleted.</summary>
    Draining = 5,

    /// <summary>Another change came in between: read again and repeat.</summary>
    Conflict = 6,

    /// <summary>What is stored of this endpoint could not be read; it serves nothing and nothing was overwritten.</summary>
    Unreadable = 7,
}
