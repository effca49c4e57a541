namespace MultiplexCluster.Providers.Codecs.Routes;

/// <summary>The lines that every vendor's table is written in.</summary>
internal static class RouteRows
{
    /// <summary>A call that creates nothing to be paid for apart from its answer.</summary>
    internal static RouteRow Row(
        string methods,
        string template,
        string name,
        ModelSource model = ModelSource.None,
        UsageShape usage = UsageShape.None) =>
        new(methods, template, new ProviderRoute { Name = name, Model = model, Usage = usage });

    /// <summary>A call that creates something which costs money on its own: a batch, a training job.</summary>
    internal static RouteRow Paid(string methods, string template, string name, ModelSource model = ModelSource.None) =>
        new(methods, template, new ProviderRoute { Name = name, Model = model, CreatesPaidObject = true });

    /// <summary>Calls by any method that administer the vendor's account.</summary>
    internal static RouteRow Admin(string template, string name) =>
        new("*", template, new ProviderRoute { Name = name, IsAdministration = true });
}
