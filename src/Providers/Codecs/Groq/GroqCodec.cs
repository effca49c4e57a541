using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Contracts.Secrets;
using MultiplexCluster.Providers.Codecs.Answers;
using MultiplexCluster.Providers.Codecs.Errors;
using MultiplexCluster.Providers.Codecs.OpenAi;

namespace MultiplexCluster.Providers.Codecs.Groq;

/// <summary>Groq (https://console.groq.com/docs): OpenAI's formats with usage of its own in streams, and status 498.</summary>
public sealed class GroqCodec() : ProviderCodec(GroqRoutes.Table)
{
    /// <summary><c>capacity_exceeded</c>: the flex tier is full (console.groq.com/docs/flex-processing).</summary>
    private const int CapacityExceeded = 498;

    /// <inheritdoc/>
    public override ProviderKind Provider => ProviderKind.Groq;

    /// <inheritdoc/>
    public override string SurfacePrefix => "/groq";

    /// <inheritdoc/>
    public override string DefaultBaseUrl => "https://api.groq.com/openai/v1";

    /// <inheritdoc/>
    public override string PathInBaseUrl => "/openai/v1";

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
        var outcome = answer.Status == CapacityExceeded
            ? OutcomeClass.RateLimited
            : OpenAiLimits.OutcomeOf(answer.Status, body);
        return OpenAiLimits.VerdictOf(outcome, answer, body);
    }

    /// <inheritdoc/>
    public override ReadOnlyMemory<byte> WriteError(ServiceError error, RequestId requestId) => OpenAiErrors.Body(error);

    /// <inheritdoc/>
    public override ReadOnlyMemory<byte> WriteStreamError(string? mediaType, ServiceError error, RequestId requestId) =>
        OpenAiErrors.TypedEvent(mediaType, error);

    /// <inheritdoc/>
    protected override AnswerDialect DialectOf(ProviderRoute route) => OpenAiDialects.Of(route);
}
