namespace MultiplexCluster.Providers.Codecs.Delays;

/// <summary>Unsigned decimals in text, exact to the tick.</summary>
internal static class DecimalText
{
    private const int MaxFractionDigits = 18;

    /// <summary>
    /// Reads digits with an optional fraction from the start of <paramref name="text"/>, as that many
    /// <paramref name="unit"/>s rounded up to a whole tick and cut to <see cref="RetryDelay.Longest"/>.
    /// Gives the characters read; 0 when there is no number (sign, NaN, inf and hexadecimal are none).
    /// </summary>
    public static int Read(ReadOnlySpan<char> text, TimeSpan unit, out TimeSpan delay)
    {
        var whole = DigitsIn(text);
        var fraction = whole < text.Length && text[whole] == '.' ? DigitsIn(text[(whole + 1)..]) : 0;
        if (whole + fraction == 0)
        {
            delay = default;
            return 0;
        }

        delay = TimeSpan.FromTicks(Math.Min(
            Ticks(text[..whole], unit.Ticks) + FractionTicks(text.Slice(whole + (fraction > 0 ? 1 : 0), fraction), unit.Ticks),
            RetryDelay.Longest.Ticks));
        return whole + fraction + (fraction > 0 ? 1 : 0);
    }

    private static int DigitsIn(ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAnyExceptInRange('0', '9');
        return end < 0 ? text.Length : end;
    }

    private static long Ticks(ReadOnlySpan<char> digits, long unit)
    {
        long value = 0;
        foreach (var digit in digits)
        {
            value = (value * 10) + (digit - '0');
            if (value > RetryDelay.Longest.Ticks / unit)
            {
                return RetryDelay.Longest.Ticks;
            }
        }

        return value * unit;
    }

    private static long FractionTicks(ReadOnlySpan<char> digits, long unit)
    {
        UInt128 fraction = 0, scale = 1;
        foreach (var digit in digits[..Math.Min(digits.Length, MaxFractionDigits)])
        {
            fraction = (fraction * 10) + (uint)(digit - '0');
            scale *= 10;
        }

        var isCut = digits.Length > MaxFractionDigits && digits[MaxFractionDigits..].ContainsAnyExcept('0');
        var (ticks, rest) = UInt128.DivRem(fraction * (ulong)unit, scale);
        return (long)ticks + (rest != 0 || isCut ? 1 : 0);
    }
}
