using System.Globalization;
using MultiplexCluster.EndToEnd.Measuring;

namespace MultiplexCluster.EndToEnd.Report;

/// <summary>How figures are written.</summary>
internal static class Figures
{
    /// <summary>Median with its range: "1.18 (1.12–1.25)".</summary>
    public static string Ratio(Spread spread) =>
        string.Create(CultureInfo.InvariantCulture, $"{spread.Median:0.00} ({spread.Least:0.00}–{spread.Largest:0.00})");

    /// <summary>Median with its range, one decimal: "41.3 (39.8–44.0)".</summary>
    public static string Range(Spread spread) =>
        string.Create(CultureInfo.InvariantCulture, $"{spread.Median:0.0} ({spread.Least:0.0}–{spread.Largest:0.0})");

    public static string OneDecimal(double value) => value.ToString("0.0", CultureInfo.InvariantCulture);

    public static string Whole(double value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    public static string Milliseconds(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);

    public static string Mebibytes(double bytes) => (bytes / (1024 * 1024)).ToString("0.0", CultureInfo.InvariantCulture);
}
