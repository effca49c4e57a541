using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Contracts.Secrets;
using MultiplexCluster.Providers.Codecs.Answers;
using MultiplexCluster.Providers.Codecs.Routes;
using MultiplexCluster.Providers.Codecs.WebSockets;

namespace MultiplexCluster.Providers.Codecs;

/// <summary>What the codecs share: the table lookup, and which reader fits which media type.</summary>
public abstract class ProviderCodec(RouteTable routes) : IProviderCodec
{
    /// <inheritdoc/>
    public abstract ProviderKind Provider { get; }

    /// <inheritdoc/>
    public abstract string SurfacePrefix { get; }

    /// <inheritdoc/>
    public abstract string DefaultBaseUrl { get; }

    /// <inheritdoc/>
    public virtual string PathInBaseUrl => string.Empty;

    /// <inheritdoc/>
    public abstract KeyValuePair<string, string> Credential(ApiKey key, ProviderRoute route);

    /// <inheritdoc/>
    public ProviderRoute? Match(string method, string path) => routes.Match(method, path);

    /// <inheritdoc/>
    public virtual ProviderRoute? MatchOutside(string method, string path) => null;

    /// <inheritdoc/>
    public IAnswerReader ReadAnswer(ProviderRoute route, string? mediaType)
    {
        ArgumentNullException.ThrowIfNull(route);
        if (route.Usage == UsageShape.Opaque)
        {
            return OpaqueReader.Instance;
        }

        if (route.IsWebSocket)
        {
            return new SessionReader(DialectOf(route));
        }

        return mediaType switch
        {
            MediaTypes.EventStream => new EventStreamReader(DialectOf(route)),
            null or MediaTypes.Json => ReadJson(route, DialectOf(route)),
            _ when mediaType.EndsWith("+json", StringComparison.Ordinal) => ReadJson(route, DialectOf(route)),
            _ => OpaqueReader.Instance,
        };
    }

    /// <inheritdoc/>
    public virtual ReachedLimit? LimitReached(IAnswerHeaders headers, DateTimeOffset now) => null;

    /// <inheritdoc/>
    public abstract Verdict Judge(in ErrorAnswer answer);

    /// <inheritdoc/>
    public abstract ReadOnlyMemory<byte> WriteError(ServiceError error, RequestId requestId);

    /// <inheritdoc/>
    public abstract ReadOnlyMemory<byte> WriteStreamError(string? mediaType, ServiceError error, RequestId requestId);

    /// <summary>A fresh dialect for an answer on this route.</summary>
    protected abstract AnswerDialect DialectOf(ProviderRoute route);

    /// <summary>The reader of a JSON answer.</summary>
    protected virtual IAnswerReader ReadJson(ProviderRoute route, AnswerDialect dialect) => new JsonBodyReader(dialect);
}
