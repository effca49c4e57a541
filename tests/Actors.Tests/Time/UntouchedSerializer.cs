using System.Collections.Concurrent;
using Akka.Serialization;

namespace MultiplexCluster.Actors.Tests.Time;

/// <summary>
/// Hands on what never leaves a node as it is. The stores' own messages carry events; the reflective serializer would
/// drop every <c>false</c> on the way.
/// </summary>
public sealed class UntouchedSerializer(ExtendedActorSystem system) : Serializer(system)
{
    private static readonly ConcurrentDictionary<Guid, object> UnderWay = [];

    public override int Identifier => 990_017;

    public override bool IncludeManifest => false;

    public override byte[] ToBinary(object obj)
    {
        var ticket = Guid.NewGuid();
        UnderWay[ticket] = obj;
        return ticket.ToByteArray();
    }

    public override object FromBinary(byte[] bytes, Type type) =>
        UnderWay.TryRemove(new Guid(bytes), out var obj) ? obj : throw new InvalidOperationException("handed on twice");
}
