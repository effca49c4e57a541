namespace MultiplexCluster.Contracts.Protocol;

// Client keys open the data plane. Only a hash is kept; the key itself is shown once, where it is made.

/// <summary>A message to the client-key registry.</summary>
public interface IClientKeyMessage : IWireMessage;

/// <summary>A client key as it is stored.</summary>
/// <param name="Id">Its public id, <c>ck_…</c>.</param>
/// <param name="Name">The operator's name for it.</param>
/// <param name="Hash">SHA-256 of the key, 32 bytes.</param>
/// <param name="CreatedAt">When it was made, UTC.</param>
public sealed record ClientKey(string Id, string Name, ReadOnlyMemory<byte> Hash, DateTimeOffset CreatedAt);

/// <summary>Stores a key. Answered with <see cref="ClientKeyStored"/> once durable.</summary>
public sealed record StoreClientKey(ClientKey Key) : IClientKeyMessage;

/// <summary>Stored and durable.</summary>
public sealed record ClientKeyStored(ClientKey Key) : IWireMessage;

/// <summary>Removes a key. Answered with <see cref="ClientKeyRevoked"/> or <see cref="ClientKeyNotFound"/>.</summary>
public sealed record RevokeClientKey(string Id) : IClientKeyMessage;

/// <summary>Removed and durable.</summary>
public sealed record ClientKeyRevoked(string Id) : IWireMessage;

/// <summary>No key has that id.</summary>
public sealed record ClientKeyNotFound(string Id) : IWireMessage;

/// <summary>Asks for all keys now, unless they are known, and for every later change. Answered with pages of <see cref="ClientKeysSnapshot"/>, repeatedly.</summary>
/// <param name="Known">The version that the asker has whole; 0 for none.</param>
public sealed record WatchClientKeys(long Known = 0) : IClientKeyMessage;

/// <summary>A page of all keys there are: all of them may be too long for one message.</summary>
/// <param name="Keys">The keys of this page.</param>
/// <param name="Version">Grows with each change, from 1; the same on all pages of one list.</param>
/// <param name="Page">Counts the pages of one list, from 0.</param>
/// <param name="HasMore">Another page follows.</param>
public sealed record ClientKeysSnapshot(IReadOnlyList<ClientKey> Keys, long Version = 0, int Page = 0, bool HasMore = false) : IWireMessage;

/// <summary>The store could not be written: nothing changed as far as is known.</summary>
public sealed record ClientKeysUnavailable(string Detail) : IWireMessage;
