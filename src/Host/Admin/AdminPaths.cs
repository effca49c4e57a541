using MultiplexCluster.Host.Admin.Problems;

namespace MultiplexCluster.Host.Admin;

/// <summary>The paths of the admin API; a method nobody handles at a path is 405 there, with those that are.</summary>
internal sealed class AdminPaths(RouteGroupBuilder group)
{
    /// <summary>Begins a path.</summary>
    public AdminPath At(string pattern) => new(group, pattern);

    /// <summary>Whatever is at no path.</summary>
    public void Rest() => group
        .Map("/{**path}", () => Problem.Of(404, "not_found", "There is nothing at this path of the admin API."))
        .ExcludeFromDescription();
}

/// <summary>One path and the methods it answers.</summary>
internal sealed class AdminPath
{
    private readonly RouteGroupBuilder _group;
    private readonly string _pattern;
    private readonly List<string> _methods = [];
    private readonly Dictionary<string, string> _hints = new(StringComparer.OrdinalIgnoreCase);

    public AdminPath(RouteGroupBuilder group, string pattern)
    {
        (_group, _pattern) = (group, pattern);
        group.Map(pattern, Refuse).ExcludeFromDescription();
    }

    public AdminPath On(string method, Delegate handler, Action<RouteHandlerBuilder> describe)
    {
        _methods.Add(method);
        describe(_group.MapMethods(_pattern, [method], handler));
        return this;
    }

    /// <summary>What whoever tries a method that isn't answered may have meant.</summary>
    public AdminPath Instead(string method, string hint)
    {
        _hints[method] = hint;
        return this;
    }

    // Routing comes here for a method that is not answered, and for one that is, with a body it does not take.
    private IResult Refuse(HttpContext http)
    {
        if (_methods.Contains(http.Request.Method, StringComparer.OrdinalIgnoreCase))
        {
            return Problem.UnsupportedMediaType();
        }

        var allowed = string.Join(", ", _methods);
        http.Response.Headers.Allow = allowed;
        return Problem.Of(405, "method_not_allowed", _hints.TryGetValue(http.Request.Method, out var hint) ? $"This path answers {allowed}; {hint}." : $"This path answers {allowed}.");
    }
}
