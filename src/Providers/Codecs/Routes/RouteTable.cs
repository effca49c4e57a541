namespace MultiplexCluster.Providers.Codecs.Routes;

/// <summary>
/// A vendor's calls, found by method and path. A literal segment wins over a placeholder, a placeholder over a rest.
/// Costs one lookup per segment, allocates nothing, and is safe to share.
/// </summary>
public sealed class RouteTable
{
    private readonly RouteNode _root = new();

    /// <summary>Builds the table. Throws <see cref="ArgumentException"/> when two rows say the same.</summary>
    public RouteTable(params IEnumerable<RouteRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        foreach (var row in rows)
        {
            var node = _root;
            foreach (var segment in row.Template.Split('/', StringSplitOptions.RemoveEmptyEntries))
            {
                node = node.Step(segment);
            }

            foreach (var method in row.Methods.Split(' '))
            {
                node.Add(method, row);
            }
        }
    }

    /// <summary>The route of a call, or null. The path begins with a slash and has no query.</summary>
    public ProviderRoute? Match(string method, ReadOnlySpan<char> path) =>
        path.Length > 1 && path[0] == '/' ? _root.Match(method, path[1..]) : null;
}
