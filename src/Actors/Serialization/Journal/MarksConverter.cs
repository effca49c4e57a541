using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Serialization;
using MultiplexCluster.Contracts.Identity;

namespace MultiplexCluster.Actors.Serialization.Journal;

/// <summary>
/// Marks as they are stored, in base64: 33 bytes each, which are the object's key, whether it is taken, and the taker's
/// two numbers (zeros where it isn't).
/// </summary>
internal sealed class MarksConverter : JsonConverter<IReadOnlyList<UsageMark>>
{
    private const int IsTaken = ObjectKey.Size;
    private const int Courier = IsTaken + 1;
    private const int Number = Courier + sizeof(long);
    private const int EntrySize = Number + sizeof(long);

    public override IReadOnlyList<UsageMark> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var bytes = reader.GetBytesFromBase64();
        if (bytes.Length % EntrySize != 0)
        {
            throw new JsonException("cut entry of a mark");
        }

        var marks = new UsageMark[bytes.Length / EntrySize];
        for (var i = 0; i < marks.Length; i++)
        {
            marks[i] = ReadMark(bytes.AsSpan(i * EntrySize, EntrySize));
        }

        return marks;
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<UsageMark> value, JsonSerializerOptions options)
    {
        var bytes = new byte[value.Count * EntrySize];
        for (var i = 0; i < value.Count; i++)
        {
            WriteMark(value[i], bytes.AsSpan(i * EntrySize, EntrySize));
        }

        writer.WriteBase64StringValue(bytes);
    }

    private static UsageMark ReadMark(ReadOnlySpan<byte> entry) => new(ObjectKey.Read(entry), entry[IsTaken] switch
    {
        0 => null,
        1 => new UsageTaker(BinaryPrimitives.ReadInt64BigEndian(entry[Courier..]), BinaryPrimitives.ReadInt64BigEndian(entry[Number..])),
        var unknown => throw new JsonException($"unknown state {unknown} of a mark"),
    });

    private static void WriteMark(UsageMark mark, Span<byte> entry)
    {
        mark.Key.Write(entry);
        if (mark.Taker is { } taker)
        {
            entry[IsTaken] = 1;
            BinaryPrimitives.WriteInt64BigEndian(entry[Courier..], taker.Courier);
            BinaryPrimitives.WriteInt64BigEndian(entry[Number..], taker.Number);
        }
    }
}
