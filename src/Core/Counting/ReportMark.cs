namespace MultiplexCluster.Core.Counting;

/// <summary>Which of one router's numbered reports are counted: every one once, in order, without gaps.</summary>
/// <param name="Last">The last that is counted; 0 for none.</param>
public readonly record struct ReportMark(long Last)
{
    /// <summary>The number that the router's next report must have.</summary>
    public long Expected => Last + 1;

    /// <summary>What a report with this number is; a <see cref="ReportEntry.New"/> one is the next mark.</summary>
    public ReportEntry Meets(long number) =>
        number <= Last ? ReportEntry.Duplicate : number > Expected ? ReportEntry.Gap : ReportEntry.New;

    /// <summary>With a mark that a checkpoint or a reset of the counters carries; it never goes back.</summary>
    public ReportMark NotBefore(long number) => new(Math.Max(Last, number));
}

/// <summary>What a numbered report turned out to be.</summary>
public enum ReportEntry
{
    /// <summary>The next: count it.</summary>
    New,

    /// <summary>Counted before.</summary>
    Duplicate,

    /// <summary>An earlier one is missing: ask for it.</summary>
    Gap,
}
