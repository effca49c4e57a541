using System.Buffers.Binary;
using System.Runtime.Serialization;
using MultiplexCluster.Contracts.Identity;

namespace MultiplexCluster.Actors.Serialization;

/// <summary>Places in few bytes: each endpoint once, and 20 bytes an object, which are its key and its endpoint's index.</summary>
internal static class PackedPlaces
{
    private const int EntrySize = ObjectKey.Size + sizeof(int);

    /// <summary>Packs places, in their order.</summary>
    internal static (IReadOnlyList<EndpointId> Endpoints, byte[] Entries) Pack(IReadOnlyList<ObjectPlace> places)
    {
        var endpoints = new List<EndpointId>();
        var indexes = new Dictionary<EndpointId, int>();
        var entries = new byte[places.Count * EntrySize];
        var rest = entries.AsSpan();
        foreach (var place in places)
        {
            if (!indexes.TryGetValue(place.Endpoint, out var index))
            {
                indexes[place.Endpoint] = index = endpoints.Count;
                endpoints.Add(place.Endpoint);
            }

            place.Key.Write(rest);
            BinaryPrimitives.WriteInt32BigEndian(rest[ObjectKey.Size..], index);
            rest = rest[EntrySize..];
        }

        return (endpoints, entries);
    }

    /// <summary>Unpacks them; throws <see cref="SerializationException"/> where the bytes are no whole entries, or name no endpoint.</summary>
    internal static IReadOnlyList<ObjectPlace> Unpack(IReadOnlyList<EndpointId> endpoints, ReadOnlySpan<byte> entries)
    {
        if (entries.Length % EntrySize != 0)
        {
            throw new SerializationException("cut entry of an object");
        }

        var places = new ObjectPlace[entries.Length / EntrySize];
        for (var i = 0; i < places.Length; i++)
        {
            var entry = entries[(i * EntrySize)..];
            var index = BinaryPrimitives.ReadInt32BigEndian(entry[ObjectKey.Size..]);
            places[i] = (uint)index < (uint)endpoints.Count
                ? new ObjectPlace(ObjectKey.Read(entry), endpoints[index])
                : throw new SerializationException("no endpoint of that index");
        }

        return places;
    }
}
