using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Secrets;

namespace MultiplexCluster.Providers.Codecs;

/// <summary>Everything that knows one vendor's paths, headers, JSON and event streams. Stateless and thread-safe.</summary>
public interface IProviderCodec : IErrorDialect
{
    /// <summary>The vendor.</summary>
    ProviderKind Provider { get; }

    /// <summary>Where the surface is mounted, without a trailing slash: <c>/openai/v1</c>, <c>/anthropic</c>, <c>/gemini</c>, <c>/groq</c>.</summary>
    string SurfacePrefix { get; }

    /// <summary>What <see cref="SurfacePrefix"/> stands for when an endpoint has no base URL of its own: origin and base path, no trailing slash.</summary>
    string DefaultBaseUrl { get; }

    /// <summary>
    /// What stays in front of the vendor's paths on the surface but belongs to the base URL upstream: Groq's
    /// <c>/openai/v1</c>, empty elsewhere. (An endpoint's base URL for Groq includes <c>/openai/v1</c>.)
    /// </summary>
    string PathInBaseUrl { get; }

    /// <summary>The header that carries the key on a call of this route, as name and value, e.g. <c>Authorization: Bearer …</c>.</summary>
    KeyValuePair<string, string> Credential(ApiKey key, ProviderRoute route);

    /// <summary>
    /// The route of a path (after <see cref="SurfacePrefix"/> and <see cref="PathInBaseUrl"/>; no query), or null when
    /// the vendor has no such path. The path is as the caller sent it, already checked for traversal.
    /// </summary>
    ProviderRoute? Match(string method, string path);

    /// <summary>
    /// The route of a path (after <see cref="SurfacePrefix"/>; no query) that doesn't begin with
    /// <see cref="PathInBaseUrl"/>, or null when the vendor has no such path.
    /// </summary>
    ProviderRoute? MatchOutside(string method, string path) => null;

    /// <summary>A reader for the 2xx answer of a call on this route: usage and completeness, fed as bytes come.</summary>
    /// <param name="route">The call's route.</param>
    /// <param name="mediaType">The answer's Content-Type without parameters, lower case; null where it has none.</param>
    IAnswerReader ReadAnswer(ProviderRoute route, string? mediaType);

    /// <summary>How long nothing is left of a limit, by the headers of a good answer; null where they don't say that.</summary>
    ReachedLimit? LimitReached(IAnswerHeaders headers, DateTimeOffset now) => null;

    /// <summary>What an answer that is not 2xx means, and how long to wait.</summary>
    Verdict Judge(in ErrorAnswer answer);
}
