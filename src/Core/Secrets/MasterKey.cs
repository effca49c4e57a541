using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace MultiplexCluster.Core.Secrets;

/// <summary>The 32 bytes every API key is sealed under. It never prints; only this folder sees its bytes.</summary>
public sealed class MasterKey
{
    /// <summary>Its size in bytes.</summary>
    public const int Size = 32;

    private readonly byte[] _bytes;

    private MasterKey(byte[] bytes) => _bytes = bytes;

    internal ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>Draws a key and gives its base64 as well, to be stored by the caller.</summary>
    public static MasterKey Generate(out string base64)
    {
        var bytes = RandomNumberGenerator.GetBytes(Size);
        base64 = Convert.ToBase64String(bytes);
        return new MasterKey(bytes);
    }

    /// <summary>Reads base64 of exactly 32 bytes; surrounding whitespace is ignored.</summary>
    public static bool TryParse(string? base64, [NotNullWhen(true)] out MasterKey? key)
    {
        var bytes = new byte[Size + 1];
        var valid = base64 is not null && Convert.TryFromBase64String(base64.Trim(), bytes, out var count) && count == Size;
        key = valid ? new MasterKey(bytes[..Size]) : null;
        return valid;
    }

    /// <inheritdoc/>
    public override string ToString() => "***";
}
