using System.Buffers;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MultiplexCluster.Providers.Codecs.Json;

/// <summary>
/// Finds where a string's plain run ends: at a quote, a backslash or a control character. Most strings of an answer are
/// shorter than 16 bytes, so one vector is tried before the general search, whose call costs more than that.
/// </summary>
internal static class StringRun
{
    private static readonly SearchValues<byte> Stops =
        SearchValues.Create([(byte)'"', (byte)'\\', .. Enumerable.Range(0, 32).Select(b => (byte)b)]);

    /// <summary>The length of the run, or -1 where it does not end in <paramref name="bytes"/>.</summary>
    public static int Length(ReadOnlySpan<byte> bytes)
    {
        if (!Vector128.IsHardwareAccelerated || bytes.Length < Vector128<byte>.Count)
        {
            return bytes.IndexOfAny(Stops);
        }

        var first = Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(bytes));
        var stops = Vector128.Equals(first, Vector128.Create((byte)'"'))
            | Vector128.Equals(first, Vector128.Create((byte)'\\'))
            | Vector128.LessThan(first, Vector128.Create((byte)' '));
        var mask = stops.ExtractMostSignificantBits();
        return mask != 0 ? int.TrailingZeroCount((int)mask) : bytes.IndexOfAny(Stops);
    }
}
