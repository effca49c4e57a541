namespace MultiplexCluster.Providers.Codecs.Routes;

/// <summary>What can follow one beginning of a path.</summary>
internal sealed class RouteNode
{
    private readonly Dictionary<string, RouteNode> _literals = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RouteNode> _verbs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ProviderRoute> _routes = new(StringComparer.OrdinalIgnoreCase);
    private RouteNode? _any;
    private RouteNode? _rest;

    /// <summary>The node after a segment of a template, made where it is missing.</summary>
    public RouteNode Step(string segment)
    {
        if (!segment.StartsWith('{'))
        {
            return StepIn(_literals, segment);
        }

        if (segment.EndsWith("...}", StringComparison.Ordinal))
        {
            return _rest ??= new RouteNode();
        }

        var verb = segment.IndexOf("}:", StringComparison.Ordinal);
        return verb < 0 ? _any ??= new RouteNode() : StepIn(_verbs, segment[(verb + 2)..]);
    }

    /// <summary>Ends a row here.</summary>
    public void Add(string method, RouteRow row) => _routes.Add(method, row.Route);

    /// <summary>The route of what is left of a path, or null.</summary>
    public ProviderRoute? Match(string method, ReadOnlySpan<char> path)
    {
        var slash = path.IndexOf('/');
        var segment = slash < 0 ? path : path[..slash];
        if (segment.IsEmpty)
        {
            return null;
        }

        return After(Literal(segment), method, path, slash)
            ?? After(Verb(segment), method, path, slash)
            ?? After(_any, method, path, slash)
            ?? _rest?.Here(method);
    }

    private static RouteNode StepIn(Dictionary<string, RouteNode> nodes, string name)
    {
        if (!nodes.TryGetValue(name, out var node))
        {
            nodes.Add(name, node = new RouteNode());
        }

        return node;
    }

    private static ProviderRoute? After(RouteNode? node, string method, ReadOnlySpan<char> path, int slash) =>
        node is null ? null : slash < 0 ? node.Here(method) : node.Match(method, path[(slash + 1)..]);

    private ProviderRoute? Here(string method) => _routes.GetValueOrDefault(method);

    private RouteNode? Literal(ReadOnlySpan<char> segment) => Find(_literals, segment);

    private RouteNode? Verb(ReadOnlySpan<char> segment)
    {
        var colon = PathVerb.IndexIn(segment, out var length);
        return _verbs.Count == 0 || colon <= 0 ? null : Find(_verbs, segment[(colon + length)..]);
    }

    private static RouteNode? Find(Dictionary<string, RouteNode> nodes, ReadOnlySpan<char> name) =>
        nodes.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out var node) ? node : null;
}
