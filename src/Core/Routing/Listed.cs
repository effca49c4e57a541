namespace MultiplexCluster.Core.Routing;

/// <summary>Names in a message, not all where there are many: <c>a, b and 3 more</c>.</summary>
public static class Listed
{
    /// <summary>The first of them, and how many there are besides.</summary>
    public static string Of(IReadOnlyList<string> names, int most)
    {
        ArgumentNullException.ThrowIfNull(names);
        var more = names.Count > most ? $" and {names.Count - most} more" : string.Empty;
        return string.Join(", ", names.Take(most)) + more;
    }
}
