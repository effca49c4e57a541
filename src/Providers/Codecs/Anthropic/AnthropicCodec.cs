using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Contracts.Secrets;
using MultiplexCluster.Providers.Codecs.Answers;
using MultiplexCluster.Providers.Codecs.Errors;

namespace MultiplexCluster.Providers.Codecs.Anthropic;

/// <summary>Anthropic (https://platform.claude.com/docs/en/api).</summary>
public sealed class AnthropicCodec() : ProviderCodec(AnthropicRoutes.Table)
{
    /// <inheritdoc/>
    public override ProviderKind Provider => ProviderKind.Anthropic;

    /// <inheritdoc/>
    public override string SurfacePrefix => "/anthropic";

    /// <inheritdoc/>
    public override string DefaultBaseUrl => "https://api.anthropic.com";

    /// <inheritdoc/>
    public override KeyValuePair<string, string> Credential(ApiKey key, ProviderRoute route)
    {
        ArgumentNullException.ThrowIfNull(key);
        return new("x-api-key", key.Reveal());
    }

    /// <inheritdoc/>
    public override ReachedLimit? LimitReached(IAnswerHeaders headers, DateTimeOffset now) => AnthropicVerdicts.LimitReached(headers, now);

    /// <inheritdoc/>
    public override Verdict Judge(in ErrorAnswer answer) => AnthropicVerdicts.Judge(answer);

    /// <inheritdoc/>
    public override ReadOnlyMemory<byte> WriteError(ServiceError error, RequestId requestId)
    {
        ArgumentNullException.ThrowIfNull(error);
        return ErrorFrame.Body(json => AnthropicErrors.Write(json, error, requestId));
    }

    /// <inheritdoc/>
    public override ReadOnlyMemory<byte> WriteStreamError(string? mediaType, ServiceError error, RequestId requestId)
    {
        ArgumentNullException.ThrowIfNull(error);
        return ErrorFrame.Event(mediaType, "error", json => AnthropicErrors.Write(json, error, requestId));
    }

    /// <inheritdoc/>
    protected override AnswerDialect DialectOf(ProviderRoute route)
    {
        ArgumentNullException.ThrowIfNull(route);
        return route.Usage switch
        {
            UsageShape.Messages => new MessagesDialect { BooksUsage = route.BooksUsage },
            UsageShape.None => new PlainDialect(),
            _ => throw new ArgumentOutOfRangeException(nameof(route), route.Usage, "not a shape of Anthropic's"),
        };
    }
}
