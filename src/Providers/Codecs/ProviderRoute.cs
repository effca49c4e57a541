namespace MultiplexCluster.Providers.Codecs;

/// <summary>One kind of call of a vendor's API: what the relay must know of it. Shared, immutable; one object per kind.</summary>
public sealed record ProviderRoute
{
    /// <summary>Stable name for logs and metrics, e.g. <c>chat.completions</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Where the model's name stands.</summary>
    public ModelSource Model { get; init; }

    /// <summary>How its answers carry usage; codecs give it their own meaning.</summary>
    public UsageShape Usage { get; init; }

    /// <summary>Creates something that is paid for and must not be made twice.</summary>
    public bool CreatesPaidObject { get; init; }

    /// <summary>Its usage counts; false where an answer is read again that was paid for when it was made.</summary>
    public bool BooksUsage { get; init; } = true;

    /// <summary>
    /// The response that it creates or names may be made in the background: who creates it then isn't told its usage, and
    /// the first read that is books it, whatever <see cref="BooksUsage"/> says.
    /// </summary>
    public bool KnowsBackground { get; init; }

    /// <summary>Its streams tell usage only where <c>stream_options.include_usage</c> asks for it.</summary>
    public bool TellsUsageWhenAsked { get; init; }

    /// <summary>Speaks OpenAI's format on another vendor's surface: the key is a bearer token there.</summary>
    public bool IsOpenAiFormat { get; init; }

    /// <summary>Administers the account: refused unless the operator switched such routes on.</summary>
    public bool IsAdministration { get; init; }

    /// <summary>How it deals with objects that only their own account has.</summary>
    public ObjectUse Objects { get; init; }

    /// <summary>Where its path names such an object.</summary>
    public ObjectPath ObjectPath { get; init; }

    /// <summary>Its body is a file's own bytes whatever its Content-Type says, or lacks: an upload, and never looked into.</summary>
    public bool TakesBytes { get; init; }

    /// <summary>Its answer may name, as <c>results_url</c>, a URL of the vendor's that SDKs follow with the caller's key.</summary>
    public bool TellsResultsUrl { get; init; }

    /// <summary>It opens a WebSocket session.</summary>
    public bool IsWebSocket { get; init; }

    /// <summary>Its path takes the place of <see cref="IProviderCodec.PathInBaseUrl"/>, at whose end a base URL is cut for it.</summary>
    public bool IsOutsideBasePath { get; init; }

    /// <summary>
    /// The first account-bound object that a path names which matched this route, unescaped: <c>vs_1</c> of
    /// <c>/vector_stores/vs_1/files/f</c>. At Gemini with its collection, as in its answers: <c>files/abc</c>,
    /// <c>models/veo/operations/x</c>. Null where <see cref="Objects"/> lacks <see cref="ObjectUse.Names"/>.
    /// </summary>
    public string? ObjectOf(string path) => ObjectPath.In(path);
}

/// <summary>Where a call names its model.</summary>
public enum ModelSource
{
    /// <summary>Nowhere.</summary>
    None,

    /// <summary>In the JSON body's <c>model</c>, which must be there.</summary>
    BodyRequired,

    /// <summary>In the JSON body's <c>model</c>, which may be missing, or in a multipart form's field of that name.</summary>
    BodyOptional,

    /// <summary>In the path; see <see cref="IModelInPath"/>.</summary>
    Path,

    /// <summary>In the query's <c>model</c>, which may be missing.</summary>
    Query,
}

/// <summary>A codec whose paths name the model.</summary>
public interface IModelInPath
{
    /// <summary>The model of a path that matched a route with <see cref="ModelSource.Path"/>, or null.</summary>
    string? ModelOf(string path);
}

/// <summary>The shapes in which answers carry usage.</summary>
public enum UsageShape
{
    /// <summary>None that is booked.</summary>
    None,

    /// <summary>OpenAI chat completions: <c>usage.prompt_tokens</c> and so on; also embeddings and assistants' runs.</summary>
    Chat,

    /// <summary>OpenAI Responses: <c>usage.input_tokens</c>, in streams inside <c>response</c>.</summary>
    Responses,

    /// <summary>Anthropic messages.</summary>
    Messages,

    /// <summary>Gemini <c>usageMetadata</c>.</summary>
    UsageMetadata,

    /// <summary>Gemini interactions: <c>usage.total_input_tokens</c>, in streams inside <c>interaction</c>.</summary>
    Interactions,

    /// <summary>OpenAI Realtime: <c>response.usage</c> of each <c>response.done</c>.</summary>
    Realtime,

    /// <summary>Gemini Live: <c>usageMetadata</c> of each turn.</summary>
    Live,

    /// <summary>A file's own bytes, or events that say nothing of this call, passed on without a look: not even broken JSON means that the answer broke off.</summary>
    Opaque,
}
