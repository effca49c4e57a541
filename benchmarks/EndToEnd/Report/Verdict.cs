using System.Globalization;

namespace MultiplexCluster.EndToEnd.Report;

/// <summary>A target and what was measured; reported, never enforced.</summary>
/// <param name="Target">What is limited.</param>
/// <param name="Limit">Largest value that is still ok.</param>
/// <param name="Measured">The value, in the limit's unit.</param>
/// <param name="Unit">Empty for ratios.</param>
/// <param name="Failures">Failed exchanges; any makes the measurement worthless.</param>
internal sealed record Verdict(string Target, double Limit, double Measured, string Unit, string Failures)
{
    public string Row => string.Create(
        CultureInfo.InvariantCulture,
        $"| {Target} | ≤ {Limit:0.##}{Unit} | {Measured:0.##}{Unit} | {(Failures.Length > 0 ? $"void: {Failures}" : Measured <= Limit ? "ok" : "missed")} |");
}
