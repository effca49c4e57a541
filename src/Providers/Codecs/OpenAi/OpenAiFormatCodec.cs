using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Contracts.Secrets;
using MultiplexCluster.Providers.Codecs.Answers;
using MultiplexCluster.Providers.Codecs.Routes;

namespace MultiplexCluster.Providers.Codecs.OpenAi;

/// <summary>What OpenAI and those who took over its formats have in common.</summary>
public abstract class OpenAiFormatCodec(RouteTable routes) : ProviderCodec(routes)
{
    /// <inheritdoc/>
    public override KeyValuePair<string, string> Credential(ApiKey key, ProviderRoute route) => BearerToken.Of(key);

    /// <inheritdoc/>
    public override ReachedLimit? LimitReached(IAnswerHeaders headers, DateTimeOffset now) => OpenAiVerdicts.LimitReached(headers, now);

    /// <inheritdoc/>
    public override ReadOnlyMemory<byte> WriteError(ServiceError error, RequestId requestId) => OpenAiErrors.Body(error);

    /// <inheritdoc/>
    public override ReadOnlyMemory<byte> WriteStreamError(string? mediaType, ServiceError error, RequestId requestId) =>
        OpenAiErrors.Event(mediaType, error);

    /// <inheritdoc/>
    protected override AnswerDialect DialectOf(ProviderRoute route) => OpenAiDialects.Of(route);
}
