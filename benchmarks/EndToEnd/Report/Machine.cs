using System.Globalization;
using System.Runtime.InteropServices;

namespace MultiplexCluster.EndToEnd.Report;

/// <summary>The machine in general terms: enough to judge figures, nothing that names it.</summary>
internal static class Machine
{
    public static string Description()
    {
        var gibibytes = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1024.0 * 1024 * 1024);
        var system = OperatingSystem.IsLinux() ? "Linux" : OperatingSystem.IsWindows() ? "Windows" : OperatingSystem.IsMacOS() ? "macOS" : "other";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Environment.ProcessorCount} cores, {gibibytes:0} GiB memory, {system} {RuntimeInformation.ProcessArchitecture}, {RuntimeInformation.FrameworkDescription}");
    }
}
