using MultiplexCluster.Actors.Serialization;
using MultiplexCluster.Contracts.Durability;

namespace MultiplexCluster.Actors.Tests.Serialization;

/// <summary>The serializer, and the types it must know.</summary>
internal static class Serializing
{
    /// <summary>It asks its actor system for nothing, so it needs none here.</summary>
    internal static MultiplexSerializer Serializer { get; } = new((ExtendedActorSystem)null!);

    internal static IReadOnlyList<Type> Types { get; } =
    [
        .. typeof(IWireMessage).Assembly.GetTypes()
            .Where(type => type is { IsAbstract: false, IsInterface: false })
            .Where(type => typeof(IWireMessage).IsAssignableFrom(type) || typeof(IJournalType).IsAssignableFrom(type))
            .OrderBy(type => type.FullName, StringComparer.Ordinal),
    ];

    internal static object Read(string manifest, byte[] bytes) => Serializer.FromBinary(bytes, manifest);
}
