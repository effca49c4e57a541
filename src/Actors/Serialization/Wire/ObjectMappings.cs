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
            ToProto,
            p => new(
                Required(p.HasPartition, p.Partition), Required(p.HasNumber, p.Number), ToPlaces(p.Places), p.HasUnbooked ? ToKeys(p.Unbooked.Span) : null)),
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
        Mapping.Proto<TakeUsage, Protos.TakeUsage>(
            "obt1",
            Protos.TakeUsage.Parser,
            m => new() { Partition = m.Partition, Key = ToProto(m.Key), Taker = ToProto(m.Taker) },
            p => new(Required(p.HasPartition, p.Partition), ToKey(p.Key), ToTaker(p.Taker))),
        Mapping.Proto<UsageTaken, Protos.UsageTaken>(
            "obg1",
            Protos.UsageTaken.Parser,
            m => new() { Key = ToProto(m.Key), Taker = ToProto(m.Taker), IsGranted = m.IsGranted },
            p => new(ToKey(p.Key), ToTaker(p.Taker), p.IsGranted)),
        Mapping.Proto<ReturnUsage, Protos.ReturnUsage>(
            "obr1",
            Protos.ReturnUsage.Parser,
            m => new() { Partition = m.Partition, Key = ToProto(m.Key), Taker = ToProto(m.Taker) },
            p => new(Required(p.HasPartition, p.Partition), ToKey(p.Key), ToTaker(p.Taker))),
    ];

    private static Protos.NoteObjects ToProto(NoteObjects note)
    {
        var proto = new Protos.NoteObjects { Partition = note.Partition, Number = note.Number, Places = ToProto(note.Places) };
        if (note.Unbooked is { } unbooked)
        {
            var bytes = new byte[unbooked.Count * ObjectKey.Size];
            for (var i = 0; i < unbooked.Count; i++)
            {
                unbooked[i].Write(bytes.AsSpan(i * ObjectKey.Size));
            }

            proto.Unbooked = UnsafeByteOperations.UnsafeWrap(bytes);
        }

        return proto;
    }

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

    private static IReadOnlyList<ObjectKey> ToKeys(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length % ObjectKey.Size != 0)
        {
            throw new SerializationException("cut key of an object");
        }

        var keys = new ObjectKey[bytes.Length / ObjectKey.Size];
        for (var i = 0; i < keys.Length; i++)
        {
            keys[i] = ObjectKey.Read(bytes[(i * ObjectKey.Size)..]);
        }

        return keys;
    }

    private static Protos.UsageTaker ToProto(UsageTaker taker) => new() { Courier = unchecked((ulong)taker.Courier), Number = taker.Number };

    private static UsageTaker ToTaker(Protos.UsageTaker? proto)
    {
        var taker = Required(proto);
        return new(unchecked((long)Required(taker.HasCourier, taker.Courier)), Required(taker.HasNumber, taker.Number));
    }

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
