using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Configuration;
using Akka.Serialization;

namespace MultiplexCluster.Actors.Serialization;

/// <summary>Stands where Akka's reflective JSON serializer would: it neither writes nor reads anything.</summary>
public sealed class RefusingSerializer : Serializer
{
    /// <summary>Made by Akka, which hands over that serializer's settings.</summary>
    public RefusingSerializer(ExtendedActorSystem system, Config settings)
        : base(system) => _ = settings;

    /// <summary>The number of the serializer whose place this takes.</summary>
    public override int Identifier => 1;

    /// <inheritdoc/>
    public override bool IncludeManifest => false;

    /// <inheritdoc/>
    public override byte[] ToBinary(object obj) => throw new SerializationException($"{obj.GetType().Name} has no serializer");

    /// <inheritdoc/>
    public override object FromBinary(byte[] bytes, Type type) => throw new SerializationException("reflective JSON is refused");
}
