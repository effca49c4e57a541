namespace MultiplexCluster.Actors.Hosting;

// The names under which actors are found in the registry.

/// <summary>The shard region of all endpoints.</summary>
public sealed class EndpointRegion;

/// <summary>The shard region of the memory of objects.</summary>
public sealed class ObjectRegion;

/// <summary>This node's courier to the memory of objects.</summary>
public sealed class NodeObjects;

/// <summary>The catalog singleton.</summary>
public sealed class CatalogSingleton;

/// <summary>The client-key registry singleton.</summary>
public sealed class ClientKeySingleton;

/// <summary>The alias registry singleton.</summary>
public sealed class AliasSingleton;

/// <summary>This node's copy of the aliases.</summary>
public sealed class NodeAliases;

/// <summary>Says when this node has used its store.</summary>
public sealed class NodeWarmUp;

/// <summary>This node's router.</summary>
public sealed class NodeRouter;

/// <summary>This node's directory reporter.</summary>
public sealed class NodeReporter;

/// <summary>This node's checker of refused keys.</summary>
public sealed class NodeKeyChecker;

/// <summary>This node's copy of the client keys.</summary>
public sealed class NodeClientKeys;
