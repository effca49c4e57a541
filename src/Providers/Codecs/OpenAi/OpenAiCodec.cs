using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Contracts.Secrets;
using MultiplexCluster.Providers.Codecs.Answers;
using MultiplexCluster.Providers.Codecs.Errors;

namespace MultiplexCluster.Providers.Codecs.OpenAi;

/// <summary>OpenAI (https://platform.openai.com/docs/api-reference).</summary>
public sealed class OpenAiCodec() : ProviderCodec(OpenAiRoutes.Table)
{
    /// <inheritdoc/>
    public override ProviderKind Provider => ProviderKind.OpenAi;

    /// <inheritdoc/>
    public override string SurfacePrefix => "/openai/v1";

    /// <inheritdoc/>
    public override string DefaultBaseUrl => "https://api.openai.com/v1";

    /// <inheritdoc/>
    public override KeyValuePair<string, string> Credential(ApiKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return new("Authorization", $"Bearer {key.Reveal()}");
    }

    /// <inheritdoc/>
    public override Verdict Judge(in ErrorAnswer answer)
    {
        var body = ErrorBody.Read(answer.Body);
        return OpenAiLimits.VerdictOf(OpenAiLimits.OutcomeOf(answer.Status, body), answer, body);
    }

    /// <inheritdoc/>
    public override ReadOnlyMemory<byte> WriteError(ServiceError error, RequestId requestId) => OpenAiErrors.Body(error);

    /// <inheritdoc/>
    public override ReadOnlyMemory<byte> WriteStreamError(string? mediaType, ServiceError error, RequestId requestId) =>
        OpenAiErrors.TypedEvent(mediaType, error);

    /// <inheritdoc/>
    protected override AnswerDialect DialectOf(ProviderRoute route) => OpenAiDialects.Of(route);
}
