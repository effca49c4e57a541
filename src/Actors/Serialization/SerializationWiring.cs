using Akka.Hosting;
using MultiplexCluster.Contracts.Durability;
using MultiplexCluster.Contracts.Protocol;

namespace MultiplexCluster.Actors.Serialization;

/// <summary>Puts the serializer into an actor system.</summary>
public static class SerializationWiring
{
    /// <summary>
    /// Binds <see cref="MultiplexSerializer"/> to <see cref="IWireMessage"/> and <see cref="IJournalType"/>. Every
    /// type without a binding is refused on the way out, and bytes that name the reflective JSON serializer are
    /// refused on the way in.
    /// </summary>
    public static AkkaConfigurationBuilder WithMultiplexSerialization(this AkkaConfigurationBuilder builder) => builder
        .WithCustomSerializer(
            "multiplex",
            [typeof(IWireMessage), typeof(IJournalType)],
            system => new MultiplexSerializer(system))
        .AddHocon(
            // Strict serialization closes only the way out: Newtonsoft's serializer (id 1) would still read what
            // a peer sends, and build whatever type its "$type" names. So its place is taken.
            $"akka.actor.serializers.json = \"{typeof(RefusingSerializer).AssemblyQualifiedName}\"",
            HoconAddMode.Prepend)
        .WithStrictSerialization();
}
