namespace MultiplexCluster.Providers.Translation;

/// <summary>What became of a request: <see cref="TranslatedRequest"/> or <see cref="RefusedRequest"/>.</summary>
public abstract record RequestTranslation;

/// <summary>A call as the provider takes it.</summary>
public sealed record TranslatedRequest : RequestTranslation
{
    /// <summary>The HTTP method.</summary>
    public string Method { get; init; } = "POST";

    /// <summary>Path and query on the provider's native surface, as <c>IProviderCodec.Match</c> takes the path.</summary>
    public required string Path { get; init; }

    /// <summary>The body, <c>application/json</c>.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Headers the provider needs besides its credential and the media type.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The answer is an event stream.</summary>
    public bool Streams { get; init; }

    /// <summary>What the caller asked for that the provider cannot give and the answer does not depend on, by name.</summary>
    public IReadOnlyList<string> Ignored { get; init; } = [];

    /// <summary>How the caller wants the answer.</summary>
    public AnswerWishes Wishes { get; init; } = AnswerWishes.None;
}

/// <summary>What of a request shapes the answer's translation.</summary>
/// <param name="IncludesUsage"><c>stream_options.include_usage</c>.</param>
/// <param name="Base64"><c>encoding_format</c> is <c>base64</c>.</param>
public sealed record AnswerWishes(bool IncludesUsage = false, bool Base64 = false)
{
    /// <summary>Nothing out of the ordinary.</summary>
    public static AnswerWishes None { get; } = new();
}

/// <summary>The request cannot be put to this provider: 400.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Param">The parameter at fault, e.g. <c>messages[2].content[0]</c>; null where it is the body as a whole.</param>
/// <param name="Message">For the caller.</param>
public sealed record RefusedRequest(RefusalReason Reason, string? Param, string Message) : RequestTranslation
{
    /// <summary>As the body of the answer.</summary>
    public ReadOnlyMemory<byte> Body() => OpenAiError.Of(this).Body();
}

/// <summary>Why a request is refused.</summary>
public enum RefusalReason
{
    /// <summary>The body is no JSON object.</summary>
    InvalidJson,

    /// <summary>OpenAI's format has no such parameter.</summary>
    UnknownParameter,

    /// <summary>The provider has nothing like the parameter, and the answer depends on it.</summary>
    UnsupportedParameter,

    /// <summary>The provider takes the parameter, but not this value.</summary>
    UnsupportedValue,

    /// <summary>A parameter that must be there is not.</summary>
    MissingParameter,

    /// <summary>The value is of another JSON type.</summary>
    InvalidType,

    /// <summary>The value is out of range or contradicts another.</summary>
    InvalidValue,
}
