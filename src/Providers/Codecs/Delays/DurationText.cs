using System.Buffers;

namespace MultiplexCluster.Providers.Codecs.Delays;

/// <summary>Durations as providers write them. Longer than 24 hours is read as 24 hours; null means not one.</summary>
public static class DurationText
{
    /// <summary>Longer texts are no durations.</summary>
    public const int MaxLength = 64;

    private static readonly SearchValues<char> Letters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZµμ");

    /// <summary>Milliseconds, decimals allowed: <c>retry-after-ms</c>.</summary>
    public static TimeSpan? Milliseconds(ReadOnlySpan<char> text) => Whole(text, TimeSpan.FromMilliseconds(1));

    /// <summary>Seconds, decimals allowed.</summary>
    public static TimeSpan? Seconds(ReadOnlySpan<char> text) => Whole(text, TimeSpan.FromSeconds(1));

    /// <summary>A protobuf duration in JSON: <c>34.074824224s</c>.</summary>
    public static TimeSpan? Protobuf(ReadOnlySpan<char> text)
    {
        var trimmed = text.Trim();
        return trimmed.EndsWith('s') ? Seconds(trimmed[..^1]) : null;
    }

    /// <summary>Go's form, units combined: <c>12ms</c>, <c>6m0s</c>, <c>1h2m3.5s</c>; a bare number is seconds.</summary>
    public static TimeSpan? Go(ReadOnlySpan<char> text)
    {
        var trimmed = text.Trim();
        if (trimmed.Length > MaxLength)
        {
            return null;
        }

        return Units(trimmed, out var delay) == trimmed.Length && !trimmed.IsEmpty ? delay : Seconds(trimmed);
    }

    /// <summary>
    /// Number and unit repeated at the start of <paramref name="text"/>, with words and one blank between allowed
    /// (<c>20 seconds</c>, <c>7m12s</c>). Gives the characters read, 0 when there is none.
    /// </summary>
    internal static int Units(ReadOnlySpan<char> text, out TimeSpan delay)
    {
        delay = default;
        var read = 0;
        while (read < text.Length)
        {
            var number = DecimalText.Read(text[read..], TimeSpan.FromTicks(1), out _);
            if (number == 0)
            {
                break;
            }

            var gap = read + number < text.Length && text[read + number] == ' ' ? 1 : 0;
            var word = text[(read + number + gap)..];
            var end = word.IndexOfAnyExcept(Letters);
            word = end < 0 ? word : word[..end];
            if (UnitOf(word) is not { } unit)
            {
                break;
            }

            _ = DecimalText.Read(text[read..], unit, out var part);
            delay = TimeSpan.FromTicks(Math.Min((delay + part).Ticks, RetryDelay.Longest.Ticks));
            read += number + gap + word.Length;
        }

        return read;
    }

    private static TimeSpan? UnitOf(ReadOnlySpan<char> unit) => unit switch
    {
        "us" or "µs" or "μs" => TimeSpan.FromMicroseconds(1),
        "ms" or "millisecond" or "milliseconds" => TimeSpan.FromMilliseconds(1),
        "s" or "sec" or "secs" or "second" or "seconds" => TimeSpan.FromSeconds(1),
        "m" or "min" or "mins" or "minute" or "minutes" => TimeSpan.FromMinutes(1),
        "h" or "hr" or "hrs" or "hour" or "hours" => TimeSpan.FromHours(1),
        "d" or "day" or "days" => TimeSpan.FromDays(1),
        _ => null,
    };

    private static TimeSpan? Whole(ReadOnlySpan<char> text, TimeSpan unit)
    {
        var trimmed = text.Trim();
        return trimmed.Length is > 0 and <= MaxLength && DecimalText.Read(trimmed, unit, out var delay) == trimmed.Length
            ? delay
            : null;
    }
}
