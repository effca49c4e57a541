namespace MultiplexCluster.Contracts.Identity;

/// <summary>Where an object lives.</summary>
/// <param name="Key">Which object.</param>
/// <param name="Endpoint">The endpoint whose key's account holds it.</param>
public readonly record struct ObjectPlace(ObjectKey Key, EndpointId Endpoint);
