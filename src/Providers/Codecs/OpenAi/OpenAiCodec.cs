using MultiplexCluster.Contracts.Endpoints;

namespace MultiplexCluster.Providers.Codecs.OpenAi;

/// <summary>OpenAI (https://platform.openai.com/docs/api-reference).</summary>
public sealed class OpenAiCodec() : OpenAiFormatCodec(OpenAiRoutes.Table)
{
    /// <inheritdoc/>
    public override ProviderKind Provider => ProviderKind.OpenAi;

    /// <inheritdoc/>
    public override string SurfacePrefix => "/openai/v1";

    /// <inheritdoc/>
    public override string DefaultBaseUrl => "https://api.openai.com/v1";

    /// <inheritdoc/>
    public override Verdict Judge(in ErrorAnswer answer) => OpenAiVerdicts.Judge(answer);
}
