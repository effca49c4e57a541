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

    /// <summary>The handshake of a WebSocket session.</summary>
    internal static RouteRow Socket(string template, string name, UsageShape usage, ModelSource model = ModelSource.None) =>
        new("GET", template, new ProviderRoute { Name = name, Model = model, Usage = usage, IsWebSocket = true });

    /// <summary>A call that creates something which costs money on its own, or must not be made twice: a batch, a training job, a file.</summary>
    internal static RouteRow Paid(string methods, string template, string name, ModelSource model = ModelSource.None) =>
        new(methods, template, new ProviderRoute { Name = name, Model = model, CreatesPaidObject = true });

    /// <summary>A file's own bytes, as an answer.</summary>
    internal static RouteRow Bytes(string template, string name) => Row("GET", template, name, usage: UsageShape.Opaque);

    /// <summary>Calls that administer the vendor's account.</summary>
    internal static RouteRow Admin(string template, string name) =>
        new(Every, template, new ProviderRoute { Name = name, IsAdministration = true });

    extension(RouteRow row)
    {
        /// <summary>Its answer carries a new object's id.</summary>
        internal RouteRow Creates() => row.Using(ObjectUse.Creates);

        /// <summary>It lists one account's objects.</summary>
        internal RouteRow Lists() => row.Using(ObjectUse.Lists);

        /// <summary>Its first placeholder is an object's id.</summary>
        internal RouteRow Names()
        {
            var segment = row.FirstPlaceholder();
            return row.Using(ObjectUse.Names, new ObjectPath(segment, segment, HasVerb: false));
        }

        /// <summary>Its first placeholder, with the collection before it, is an object's name as Google writes it.</summary>
        internal RouteRow NamesInCollection()
        {
            var segment = row.FirstPlaceholder();
            return row.Using(ObjectUse.Names, new ObjectPath(segment - 1, segment, HasVerb: true));
        }

        /// <summary>All its path from the segment before the first placeholder on is an object's name.</summary>
        internal RouteRow NamesToTheEnd() =>
            row.Using(ObjectUse.Names, new ObjectPath(row.FirstPlaceholder() - 1, Last: 0, HasVerb: true));

        /// <summary>Its answer may name a results URL.</summary>
        internal RouteRow TellsResultsUrl() => row with { Route = row.Route with { TellsResultsUrl = true } };

        /// <summary>The response it deals with may be made in the background.</summary>
        internal RouteRow KnowsBackground() => row with { Route = row.Route with { KnowsBackground = true } };

        /// <summary>It deals with objects so as well.</summary>
        internal RouteRow Using(ObjectUse use, ObjectPath path = default) => row with
        {
            Route = row.Route with { Objects = row.Route.Objects | use, ObjectPath = path == default ? row.Route.ObjectPath : path },
        };

        private int FirstPlaceholder() =>
            Array.FindIndex(row.Template.Split('/'), segment => segment.StartsWith('{'));
    }
}
