using System.Text;

namespace MultiplexCluster.Providers.Codecs.Json;

/// <summary>
/// The unescaped beginning of a string, up to a limit, and the state of an escape that is under way. An unpaired
/// surrogate becomes U+FFFD.
/// </summary>
internal struct JsonText(int limit)
{
    private readonly byte[] _bytes = new byte[limit];
    private int _limit;
    private int _length;
    private bool _overflowed;
    private int _digitsLeft;
    private int _unit;
    private int _highSurrogate;

    /// <summary>An escape has begun and not ended.</summary>
    public bool InEscape { get; private set; }

    /// <summary>Whether the text is kept, or only stepped over.</summary>
    public bool IsKept { get; private set; }

    /// <summary>The text did not fit.</summary>
    public readonly bool Overflowed => _overflowed;

    /// <summary>What was kept.</summary>
    public readonly ReadOnlySpan<byte> Kept => _bytes.AsSpan(0, _length);

    /// <summary>A string begins; at most <paramref name="most"/> bytes of it are kept, none when 0.</summary>
    public void Begin(int most)
    {
        IsKept = most > 0;
        InEscape = false;
        _limit = Math.Min(most, _bytes.Length);
        _length = _digitsLeft = _highSurrogate = 0;
        _overflowed = false;
    }

    /// <summary>Bytes without escapes.</summary>
    public void Append(ReadOnlySpan<byte> plain)
    {
        if (!IsKept || plain.IsEmpty)
        {
            return;
        }

        FlushSurrogate();
        Put(plain);
    }

    /// <summary>A backslash.</summary>
    public void BeginEscape() => InEscape = true;

    /// <summary>The next byte of an escape; false when it cannot be one.</summary>
    public bool TakeEscaped(byte next)
    {
        if (_digitsLeft > 0)
        {
            return TakeHexDigit(next);
        }

        if (next == 'u')
        {
            (_digitsLeft, _unit) = (4, 0);
            return true;
        }

        InEscape = false;
        byte meant = next switch
        {
            (byte)'"' or (byte)'\\' or (byte)'/' => next,
            (byte)'b' => 8,
            (byte)'f' => 12,
            (byte)'n' => 10,
            (byte)'r' => 13,
            (byte)'t' => 9,
            _ => 0,
        };
        Append([meant]);
        return meant != 0;
    }

    /// <summary>The string has ended.</summary>
    public void End() => FlushSurrogate();

    private bool TakeHexDigit(byte next)
    {
        if (!char.IsAsciiHexDigit((char)next))
        {
            return false;
        }

        _unit = (_unit << 4) | (next <= '9' ? next - '0' : (next | 0x20) - 'a' + 10);
        if (--_digitsLeft == 0)
        {
            InEscape = false;
            PutUnit((char)_unit);
        }

        return true;
    }

    private void PutUnit(char unit)
    {
        if (!IsKept)
        {
            return;
        }

        if (_highSurrogate != 0 && char.IsLowSurrogate(unit))
        {
            Put(new Rune((char)_highSurrogate, unit));
            _highSurrogate = 0;
            return;
        }

        FlushSurrogate();
        if (char.IsHighSurrogate(unit))
        {
            _highSurrogate = unit;
        }
        else
        {
            Put(char.IsLowSurrogate(unit) ? Rune.ReplacementChar : new Rune(unit));
        }
    }

    private void FlushSurrogate()
    {
        if (_highSurrogate != 0)
        {
            _highSurrogate = 0;
            Put(Rune.ReplacementChar);
        }
    }

    private void Put(Rune rune)
    {
        Span<byte> utf8 = stackalloc byte[4];
        Put(utf8[..rune.EncodeToUtf8(utf8)]);
    }

    private void Put(ReadOnlySpan<byte> bytes)
    {
        var fits = Math.Min(bytes.Length, _limit - _length);
        bytes[..fits].CopyTo(_bytes.AsSpan(_length));
        _length += fits;
        _overflowed |= fits < bytes.Length;
    }
}
