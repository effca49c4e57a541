namespace MultiplexCluster.Host.Admin.ClientKeys;

/// <summary>A client key, without the key.</summary>
public sealed record ClientKeyBody(string Id, string Name, DateTimeOffset CreatedAt);

/// <summary>All client keys, oldest first.</summary>
public sealed record ClientKeyList(IReadOnlyList<ClientKeyBody> ClientKeys);

/// <summary>A new client key, with the key: it is shown this once.</summary>
public sealed record CreatedClientKeyBody(string Id, string Name, string Key, DateTimeOffset CreatedAt);
