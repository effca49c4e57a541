using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using MultiplexCluster.Contracts.Endpoints;

namespace MultiplexCluster.Contracts.Identity;

/// <summary>
/// Names an object that lives in a provider's account (a file, a batch, a stored response), by the first 16 bytes of the
/// SHA-256 of the provider's name, a colon and the object's id: ids themselves are kept nowhere.
/// </summary>
public readonly record struct ObjectKey(long High, long Low)
{
    /// <summary>Bytes of a key.</summary>
    public const int Size = 16;

    private const int LongestOnStack = 512;

    /// <summary>The key of an object.</summary>
    /// <param name="provider">Whose object it is.</param>
    /// <param name="id">Its id as the provider writes it, of any length.</param>
    public static ObjectKey Of(ProviderKind provider, string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        var name = provider.ToWireName();
        var most = name.Length + 1 + Encoding.UTF8.GetMaxByteCount(id.Length);
        Span<byte> text = most <= LongestOnStack ? stackalloc byte[LongestOnStack] : new byte[most];
        var length = Encoding.UTF8.GetBytes(name, text);
        text[length++] = (byte)':';
        length += Encoding.UTF8.GetBytes(id, text[length..]);
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text[..length], digest);
        return Read(digest);
    }

    /// <summary>The key at the beginning of these bytes, of which there must be <see cref="Size"/>.</summary>
    public static ObjectKey Read(ReadOnlySpan<byte> bytes) =>
        new(BinaryPrimitives.ReadInt64BigEndian(bytes), BinaryPrimitives.ReadInt64BigEndian(bytes[8..]));

    /// <summary>Writes the key to the beginning of these bytes.</summary>
    public void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteInt64BigEndian(bytes, High);
        BinaryPrimitives.WriteInt64BigEndian(bytes[8..], Low);
    }

    /// <inheritdoc/>
    public override string ToString() =>
        High.ToString("x16", System.Globalization.CultureInfo.InvariantCulture) + Low.ToString("x16", System.Globalization.CultureInfo.InvariantCulture);
}
