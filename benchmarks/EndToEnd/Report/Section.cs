namespace MultiplexCluster.EndToEnd.Report;

/// <summary>One table of the report.</summary>
/// <param name="Title">Heading.</param>
/// <param name="Note">How it was measured, one or two sentences.</param>
/// <param name="Columns">Column headings; the first column holds names.</param>
/// <param name="Rows">Cells, as many as columns.</param>
internal sealed record Section(string Title, string Note, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    public IEnumerable<string> Lines =>
    [
        $"## {Title}",
        "",
        Note,
        "",
        $"| {string.Join(" | ", Columns)} |",
        $"|---|{string.Concat(Enumerable.Repeat("---:|", Columns.Count - 1))}",
        .. Rows.Select(row => $"| {string.Join(" | ", row)} |"),
        "",
    ];
}
