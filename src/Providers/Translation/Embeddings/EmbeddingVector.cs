using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;

namespace MultiplexCluster.Providers.Translation.Embeddings;

/// <summary>A vector as JSON numbers, or as OpenAI's base64: 32-bit floats, least significant byte first.</summary>
internal static class EmbeddingVector
{
    /// <summary>It is an array of numbers.</summary>
    public static bool IsOne(JsonElement vector)
    {
        if (vector.ValueKind != JsonValueKind.Array)
        {
            return false;
        }

        foreach (var number in vector.EnumerateArray())
        {
            if (number.ValueKind != JsonValueKind.Number)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Writes a member with the vector in base64.</summary>
    public static void WriteBase64(Utf8JsonWriter json, ReadOnlySpan<byte> name, JsonElement vector)
    {
        var length = vector.GetArrayLength() * sizeof(float);
        var bytes = ArrayPool<byte>.Shared.Rent(length);
        var at = 0;
        foreach (var number in vector.EnumerateArray())
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(at), number.GetSingle());
            at += sizeof(float);
        }

        json.WriteBase64String(name, bytes.AsSpan(0, length));
        ArrayPool<byte>.Shared.Return(bytes);
    }
}
