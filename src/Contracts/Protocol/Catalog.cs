using MultiplexCluster.Contracts.Identity;

namespace MultiplexCluster.Contracts.Protocol;

// The catalog knows which endpoint ids exist; nothing else.

/// <summary>A message to the catalog singleton.</summary>
public interface ICatalogMessage : IWireMessage;

/// <summary>Takes an id before its endpoint is created. Answered with <see cref="IdReserved"/> or <see cref="IdTaken"/>.</summary>
/// <param name="EndpointId">The id.</param>
/// <param name="FromEnvironment">Made from an environment key: an id that was ever deleted is not made again.</param>
public sealed record ReserveId(EndpointId EndpointId, bool FromEnvironment) : ICatalogMessage;

/// <summary>The id is this caller's to create.</summary>
public sealed record IdReserved(EndpointId EndpointId) : IWireMessage;

/// <summary>The id is not free.</summary>
/// <param name="EndpointId">The id.</param>
/// <param name="DeletedByOperator">From the environment, and deleted by the operator: it must not be made again.</param>
public sealed record IdTaken(EndpointId EndpointId, bool DeletedByOperator) : IWireMessage;

/// <summary>The endpoint's state is gone, or was never written: forget the id.</summary>
/// <param name="EndpointId">The id.</param>
/// <param name="WasDeleted">An operator deleted it: one from the environment stays remembered as deleted.</param>
public sealed record ReleaseId(EndpointId EndpointId, bool WasDeleted) : ICatalogMessage;

/// <summary>The id is forgotten.</summary>
public sealed record IdReleased(EndpointId EndpointId) : IWireMessage;

/// <summary>Which ids exist? Answered with one page of <see cref="EndpointIds"/>: all of them may be too long for one message.</summary>
/// <param name="After">The last id of the page before; null for the first page.</param>
public sealed record ListIds(EndpointId? After = null) : ICatalogMessage;

/// <summary>A page of ids, in ordinal order.</summary>
/// <param name="Ids">The ids of this page.</param>
/// <param name="Total">How many there are on all pages.</param>
/// <param name="HasMore">Another page follows.</param>
public sealed record EndpointIds(IReadOnlyList<EndpointId> Ids, int Total = 0, bool HasMore = false) : IWireMessage;

/// <summary>The store could not be written: nothing changed as far as is known.</summary>
public sealed record CatalogUnavailable(string Detail) : IWireMessage;
