using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Providers.Codecs.OpenAi;

namespace MultiplexCluster.Providers.Codecs.Groq;

/// <summary>Groq (https://console.groq.com/docs): OpenAI's formats with usage of its own in streams, and status 498.</summary>
public sealed class GroqCodec() : OpenAiFormatCodec(GroqRoutes.Table)
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
    public override ProviderRoute? MatchOutside(string method, string path) => GroqRoutes.Outside.Match(method, path);

    /// <inheritdoc/>
    public override Verdict Judge(in ErrorAnswer answer) =>
        answer.Status == CapacityExceeded
            ? OpenAiVerdicts.Judge(answer, own: OutcomeClass.RateLimited) with { Scope = PauseScope.Key }
            : OpenAiVerdicts.Judge(answer);
}
