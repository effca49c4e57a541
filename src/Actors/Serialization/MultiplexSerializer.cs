using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Serialization;

namespace MultiplexCluster.Actors.Serialization;

/// <summary>
/// Writes and reads every message that crosses nodes and every type that is stored. A type without a mapping and
/// a manifest without a reader are refused; whatever is wrong with the bytes is a
/// <see cref="SerializationException"/>, never anything else.
/// </summary>
public sealed class MultiplexSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    /// <summary>Stored beside every event and snapshot: never change it.</summary>
    public const int FixedIdentifier = 4711;

    /// <inheritdoc/>
    public override int Identifier => FixedIdentifier;

    /// <inheritdoc/>
    public override string Manifest(object o) => MappingOf(o).Manifest;

    /// <inheritdoc/>
    public override byte[] ToBinary(object obj) => MappingOf(obj).Write(obj);

    /// <inheritdoc/>
    public override object FromBinary(byte[] bytes, string manifest)
    {
        if (!Mappings.ByManifest.TryGetValue(manifest, out var mapping))
        {
            throw new SerializationException("unknown manifest");
        }

        try
        {
            return mapping.Read(bytes);
        }
        catch (Exception error) when (error is not (SerializationException or OutOfMemoryException))
        {
            // The cause stays out: parsers quote what they choke on, and these bytes may hold anything.
            throw new SerializationException($"unreadable {manifest} ({error.GetType().Name})");
        }
    }

    private static Mapping MappingOf(object message) => Mappings.ByType.TryGetValue(message.GetType(), out var mapping)
        ? mapping
        : throw new SerializationException($"{message.GetType().Name} has no mapping");
}
