using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MultiplexCluster.Providers.Codecs.Json;

/// <summary>
/// Steps over an object or array nobody watches, 64 bytes at a time: it only counts brackets outside of strings. Split
/// anywhere. What it steps over need not be well-formed. The bit tricks for escapes and strings are simdjson's
/// (Langdale and Lemire, "Parsing gigabytes of JSON per second", 3.1).
/// </summary>
internal struct JsonSkip
{
    private const int BlockBytes = 64;
    private const ulong OddBits = 0xAAAA_AAAA_AAAA_AAAA;

    private long _depth;
    private ulong _inString;
    private ulong _escaped;

    /// <summary>The end has been seen.</summary>
    public readonly bool IsOver => _depth == 0;

    /// <summary>The opening bracket has been read.</summary>
    public void Begin() => (_depth, _inString, _escaped) = (1, 0, 0);

    /// <summary>The next bytes; gives how many of them belong to the value.</summary>
    public int Read(ReadOnlySpan<byte> bytes)
    {
        var at = RestOfString(bytes);
        while (bytes.Length - at >= BlockBytes)
        {
            var end = EndIn(bytes.Slice(at, BlockBytes), BlockBytes);
            if (end > 0)
            {
                return at + end;
            }

            at += BlockBytes;
            at += RestOfString(bytes[at..]);
        }

        if (at < bytes.Length)
        {
            Span<byte> padded = stackalloc byte[BlockBytes];
            padded.Clear();
            bytes[at..].CopyTo(padded);
            var end = EndIn(padded, bytes.Length - at);
            if (end > 0)
            {
                return at + end;
            }
        }

        return bytes.Length;
    }

    /// <summary>How far the string that is under way surely goes on: a long one is faster to search than to count.</summary>
    private readonly int RestOfString(ReadOnlySpan<byte> bytes)
    {
        if ((_inString & ~_escaped & 1) == 0)
        {
            return 0;
        }

        var stop = bytes.IndexOfAny((byte)'"', (byte)'\\');
        return stop < 0 ? bytes.Length : stop;
    }

    /// <summary>How many bytes of a block belong to the value when it ends there, else 0. Bytes from <paramref name="length"/> on are 0.</summary>
    private int EndIn(ReadOnlySpan<byte> block, int length)
    {
        ref var first = ref MemoryMarshal.GetReference(block);
        var low = Vector256.LoadUnsafe(ref first);
        var high = Vector256.LoadUnsafe(ref first, (nuint)Vector256<byte>.Count);
        var quotes = Bits(low, high, (byte)'"') & ~Escaped(Bits(low, high, (byte)'\\'), length);

        // '[' and ']' differ from '{' and '}' in one bit.
        var blank = Vector256.Create((byte)0x20);
        (low, high) = (low | blank, high | blank);
        var inString = UpToNext(quotes) ^ _inString;
        var opens = Bits(low, high, (byte)'{') & ~inString;
        var closes = Bits(low, high, (byte)'}') & ~inString;
        _inString = (ulong)((long)inString >> 63);

        var closed = BitOperations.PopCount(closes);
        if (closed >= _depth && EndAt(opens, closes) is var end and > 0)
        {
            return end;
        }

        _depth += BitOperations.PopCount(opens) - closed;
        return 0;
    }

    private int EndAt(ulong opens, ulong closes)
    {
        var depth = _depth;
        for (var rest = closes; rest != 0; rest &= rest - 1)
        {
            var at = BitOperations.TrailingZeroCount(rest);
            if (--depth + BitOperations.PopCount(opens & ((1UL << at) - 1)) == 0)
            {
                _depth = 0;
                return at + 1;
            }
        }

        return 0;
    }

    /// <summary>The bytes behind a backslash that is not itself escaped.</summary>
    private ulong Escaped(ulong backslashes, int length)
    {
        if ((backslashes | _escaped) == 0)
        {
            return 0;
        }

        var starting = backslashes & ~_escaped;
        var codes = (((starting << 1) | OddBits) - starting) ^ OddBits;
        var escaped = codes ^ (backslashes | _escaped);
        _escaped = ((codes & backslashes) >> (length - 1)) & 1;
        return escaped;
    }

    /// <summary>Each bit from an odd one up to the next, the latter not included.</summary>
    private static ulong UpToNext(ulong bits)
    {
        for (var shift = 1; shift < 64; shift <<= 1)
        {
            bits ^= bits << shift;
        }

        return bits;
    }

    private static ulong Bits(Vector256<byte> low, Vector256<byte> high, byte value)
    {
        var wanted = Vector256.Create(value);
        return Vector256.Equals(low, wanted).ExtractMostSignificantBits()
            | ((ulong)Vector256.Equals(high, wanted).ExtractMostSignificantBits() << 32);
    }
}
