namespace MultiplexCluster.Providers.Codecs.Json;

/// <summary>
/// A JSON number as its bytes come. It is a count when it has neither sign nor exponent and its whole part is at
/// most 10^15; a fraction is cut off. Anything else is told to be a number, without a value, so that nonsense
/// counts as not told.
/// </summary>
internal struct JsonNumber
{
    private const long MaxCount = 1_000_000_000_000_000;

    private enum Part : byte
    {
        Sign,
        Zero,
        Whole,
        Point,
        Fraction,
        Exponent,
        ExponentSign,
        ExponentDigits,
    }

    private Part _part;
    private bool _isCount;
    private long _value;

    /// <summary>Ends here without breaking off.</summary>
    public readonly bool IsWhole => _part is Part.Zero or Part.Whole or Part.Fraction or Part.ExponentDigits;

    /// <summary>The number as a value.</summary>
    public readonly JsonValue Value => _isCount ? new(JsonKind.Count, _value) : new(JsonKind.Number);

    /// <summary>The first byte: a digit or a minus sign.</summary>
    public void Begin(byte first)
    {
        _part = first switch { (byte)'-' => Part.Sign, (byte)'0' => Part.Zero, _ => Part.Whole };
        _isCount = first != '-';
        _value = first is >= (byte)'0' and <= (byte)'9' ? first - '0' : 0;
    }

    /// <summary>Takes the next byte; false when it is not part of the number.</summary>
    public bool Take(byte next)
    {
        if (next is >= (byte)'0' and <= (byte)'9')
        {
            return TakeDigit(next - '0');
        }

        switch (next)
        {
            case (byte)'.' when _part is Part.Zero or Part.Whole:
                _part = Part.Point;
                return true;
            case (byte)'e' or (byte)'E' when _part is Part.Zero or Part.Whole or Part.Fraction:
                _part = Part.Exponent;
                _isCount = false;
                return true;
            case (byte)'+' or (byte)'-' when _part is Part.Exponent:
                _part = Part.ExponentSign;
                return true;
            default:
                return false;
        }
    }

    private bool TakeDigit(int digit)
    {
        switch (_part)
        {
            case Part.Zero:
                return false;
            case Part.Sign:
                _part = digit == 0 ? Part.Zero : Part.Whole;
                return true;
            case Part.Whole:
                _value = _isCount ? (_value * 10) + digit : 0;
                _isCount &= _value <= MaxCount;
                return true;
            case Part.Point or Part.Fraction:
                _part = Part.Fraction;
                return true;
            default:
                _part = Part.ExponentDigits;
                return true;
        }
    }
}
