using System.Text.Json;

namespace MultiplexCluster.Host.Admin.Bodies;

/// <summary>Numbers out of JSON. One that is too large for its type becomes the type's extreme, which every rule refuses.</summary>
internal static class JsonNumbers
{
    /// <summary>A whole number; <c>5.0</c> and <c>5e0</c> are whole too.</summary>
    public static bool TryGetWhole(JsonElement value, out int number)
    {
        number = 0;
        if (value.ValueKind is not JsonValueKind.Number || !value.TryGetDouble(out var real))
        {
            return false;
        }

        number = (int)Math.Clamp(real, int.MinValue, int.MaxValue);
        return double.IsInfinity(real) || Math.Truncate(real).Equals(real);
    }

    public static bool TryGetReal(JsonElement value, out double number)
    {
        number = 0;
        return value.ValueKind is JsonValueKind.Number && value.TryGetDouble(out number);
    }

    /// <summary>
    /// Seconds, to the millisecond. What is above 0 stays above 0, and what is above a whole second limit stays
    /// above it, so that rounding never changes which rule holds.
    /// </summary>
    public static bool TryGetSeconds(JsonElement value, out TimeSpan duration)
    {
        duration = default;
        if (!TryGetReal(value, out var seconds))
        {
            return false;
        }

        var milliseconds = Math.Clamp(seconds, -1e9, 1e9) * 1000;
        var rounded = seconds > 0 && (milliseconds < 1 || seconds > 3600) ? Math.Ceiling(milliseconds) : Math.Round(milliseconds);
        duration = TimeSpan.FromMilliseconds(seconds < 0 ? Math.Floor(milliseconds) : rounded);
        return true;
    }
}
