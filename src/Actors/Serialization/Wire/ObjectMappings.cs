using System.Runtime.Serialization;
using Google.Protobuf;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;
using static MultiplexCluster.Actors.Serialization.Wire.Fields;

namespace MultiplexCluster.Actors.Serialization.Wire;

/// <summary>What nodes tell each other of objects in providers' accounts.</summary>
internal static class ObjectMappings
{
    internal static IEnumerable<Mapping> All =>
    [
        Mapping.Proto<NoteObjects, Protos.NoteObjects>(
            "obn1",
            Protos.NoteObjects.Parser,
            m => new() { Partition = m.Partition, Number = m.Number, Places = ToProto(m.Places) },
            p => new(Required(p.HasPartition, p.Partition), Required(p.HasNumber, p.Number), ToPlaces(p.Places))),
        Mapping.Proto<ObjectsKept, Protos.ObjectsKept>(
            "obk1",
            Protos.ObjectsKept.Parser,
            m => new() { Number = m.Number },
            p => new(Required(p.HasNumber, p.Number))),
        Mapping.Proto<FindObject, Protos.FindObject>(
            "obq1",
            Protos.FindObject.Parser,
            m => new() { Partition = m.Partition, Key = ToProto(m.Key) },
            p => new(Required(p.HasPartition, p.Partition), ToKey(p.Key))),
        Mapping.Proto<ObjectFound, Protos.ObjectFound>("obf1", Protos.ObjectFound.Parser, ToProto, p => new(
            ToKey(p.Key), p.HasEndpointId ? p.EndpointId.ToEndpointId() : null)),
    ];

    private static Protos.ObjectFound ToProto(ObjectFound found)
    {
        var proto = new Protos.ObjectFound { Key = ToProto(found.Key) };
        if (found.Endpoint is { } endpoint)
        {
            proto.EndpointId = endpoint.Value;
        }

        return proto;
    }

    private static ByteString ToProto(ObjectKey key)
    {
        Span<byte> bytes = stackalloc byte[ObjectKey.Size];
        key.Write(bytes);
        return ByteString.CopyFrom(bytes);
    }

    private static ObjectKey ToKey(ByteString bytes) =>
        bytes.Length == ObjectKey.Size ? ObjectKey.Read(bytes.Span) : throw new SerializationException("not an object's key");

    private static Protos.Places ToProto(IReadOnlyList<ObjectPlace> places)
    {
        var (endpoints, entries) = PackedPlaces.Pack(places);
        return new() { Endpoints = { endpoints.Select(id => id.Value) }, Entries = UnsafeByteOperations.UnsafeWrap(entries) };
    }

    private static IReadOnlyList<ObjectPlace> ToPlaces(Protos.Places? proto)
    {
        var places = Required(proto);
        return PackedPlaces.Unpack([.. places.Endpoints.Select(id => id.ToEndpointId())], places.Entries.Span);
    }
}
