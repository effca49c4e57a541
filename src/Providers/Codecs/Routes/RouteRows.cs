namespace MultiplexCluster.Providers.Codecs.Routes;

/// <summary>The lines that every vendor's table is written in.</summary>
internal static class RouteRows
{
    /// <summary>
    /// The methods of a family whose finer paths only the vendor knows. Not HEAD, whose answers have a length and no body,
    /// nor TRACE, which would show the key.
    /// </summary>
    internal const string Every = "GET POST PUT PATCH DELETE";

    /// <summary>A call that creates nothing to be paid for apart from its answer.</summary>
    internal static RouteRow Row(
        string methods,
        string template,
        string name,
        ModelSource model = ModelSource.None,
        UsageShape usage = UsageShape.None) =>
        new(methods, template, new ProviderRoute { Name = name, Model = model, Usage = usage });

    /// <summary>Chat completions and completions in OpenAI's format.</summary>
    internal static RouteRow Chat(string template, string name) => new("POST", template, new ProviderRoute
    {
        Name = name,
        Model = ModelSource.BodyRequired,
        Usage = UsageShape.Chat,
        TellsUsageWhenAsked = true,
    });

    /// <summary>A call that creates something which costs money on its own: a batch, a training job.</summary>
    internal static RouteRow Paid(string methods, string template, string name, ModelSource model = ModelSource.None) =>
        new(methods, template, new ProviderRoute { Name = name, Model = model, CreatesPaidObject = true });

    /// <summary>Calls that administer the vendor's account.</summary>
    internal static RouteRow Admin(string template, string name) =>
        new(Every, template, new ProviderRoute { Name = name, IsAdministration = true });
}
