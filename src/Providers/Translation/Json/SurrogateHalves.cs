using System.Globalization;

namespace MultiplexCluster.Providers.Translation.Json;

/// <summary>Escapes that are half a character: JSON's grammar allows them, Unicode does not.</summary>
internal static class SurrogateHalves
{
    private const int EscapeLength = 6;

    /// <summary>Whether the inside of a well-formed JSON string has any.</summary>
    public static bool In(ReadOnlySpan<byte> text)
    {
        while (text.IndexOf((byte)'\\') is >= 0 and var at)
        {
            text = text[at..];
            var unit = UnitOf(text);
            var isPair = char.IsHighSurrogate(unit) && char.IsLowSurrogate(UnitOf(text[EscapeLength..]));
            if (char.IsSurrogate(unit) && !isPair)
            {
                return true;
            }

            text = text[(isPair ? 2 * EscapeLength : 2)..];
        }

        return false;
    }

    private static char UnitOf(ReadOnlySpan<byte> text) =>
        text.StartsWith("\\u"u8) ? (char)ushort.Parse(text[2..EscapeLength], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) : '\0';
}
