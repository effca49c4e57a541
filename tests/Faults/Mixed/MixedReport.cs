using System.Globalization;
using System.Text;
using MultiplexCluster.Faults.Callers;

namespace MultiplexCluster.Faults.Mixed;

/// <summary>What a run of mixed load came to.</summary>
public sealed class MixedReport
{
    private const int MostShown = 20;
    private readonly List<string> _violations = [];
    private readonly Dictionary<string, int> _ends = new(StringComparer.Ordinal);
    private int _rounds;
    private int _calls;
    private int _attempts;
    private int _changes;

    internal MixedReport(int seed) => Seed = seed;

    /// <summary>The seed.</summary>
    public int Seed { get; }

    /// <summary>Each broken invariant.</summary>
    public IReadOnlyList<string> Violations => _violations;

    /// <summary>Calls made by callers.</summary>
    public int Calls => _calls;

    /// <summary>Calls with the provider's good answer, whole.</summary>
    public int Succeeded => _ends.GetValueOrDefault("succeeded");

    internal string LastRound { get; private set; } = string.Empty;

    // The long form's rounds take 20 s.
    private int Minutes => Math.Max(1, _rounds / 3);

    /// <summary>The summary, and how to repeat the run.</summary>
    public string Summary
    {
        get
        {
            var text = new StringBuilder();
            text.AppendLine(CultureInfo.InvariantCulture, $"rounds {_rounds}, calls {_calls}, attempts at the provider {_attempts}, admin changes {_changes}");
            foreach (var (end, count) in _ends.OrderByDescending(e => e.Value))
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"  {end,-34} {count,8}");
            }

            text.AppendLine(CultureInfo.InvariantCulture, $"violations {_violations.Count}");
            foreach (var violation in _violations.Take(MostShown))
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"  {violation}");
            }

            text.Append(CultureInfo.InvariantCulture, $"to repeat: dotnet run -c Release --project tests/Faults -- --minutes {Minutes} --seed {Seed}");
            return text.ToString();
        }
    }

    internal void Add(RoundLog log, IReadOnlyCollection<string> violations)
    {
        _rounds++;
        _calls += log.Callers.Count;
        _attempts += log.Provider.Count;
        _changes = log.Changes.Count;
        foreach (var record in log.Callers)
        {
            var end = Describe(record);
            _ends[end] = _ends.GetValueOrDefault(end) + 1;
        }

        AddViolations(string.Create(CultureInfo.InvariantCulture, $"round {_rounds}"), violations);
        LastRound = string.Create(CultureInfo.InvariantCulture,
            $"round {_rounds}: {log.Callers.Count} calls, {log.Provider.Count} attempts, {violations.Count} violations");
    }

    internal void AddViolations(string where, IEnumerable<string> violations) => _violations.AddRange(violations.Select(v => $"{where}: {v}"));

    private static string Describe(CallRecord record) => record switch
    {
        { Succeeded: true } => "succeeded",
        { End: CallEnd.Answered, Code: { } code } => code,
        { End: CallEnd.Answered } => string.Create(CultureInfo.InvariantCulture, $"the provider's {record.Status}"),
        { End: CallEnd.BrokenOff } => "broken off after the first byte",
        { End: CallEnd.Left } => "the caller left",
        _ => record.End.ToString(),
    };
}
