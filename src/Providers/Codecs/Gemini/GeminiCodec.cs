using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Contracts.Secrets;
using MultiplexCluster.Providers.Codecs.Answers;
using MultiplexCluster.Providers.Codecs.Errors;
using MultiplexCluster.Providers.Codecs.OpenAi;
using MultiplexCluster.Providers.Codecs.Routes;

namespace MultiplexCluster.Providers.Codecs.Gemini;

/// <summary>Google Gemini (https://ai.google.dev/api).</summary>
public sealed class GeminiCodec() : ProviderCodec(GeminiRoutes.Table), IModelInPath
{
    /// <inheritdoc/>
    public override ProviderKind Provider => ProviderKind.Gemini;

    /// <inheritdoc/>
    public override string SurfacePrefix => "/gemini";

    /// <inheritdoc/>
    public override string DefaultBaseUrl => "https://generativelanguage.googleapis.com";

    /// <inheritdoc/>
    public override KeyValuePair<string, string> Credential(ApiKey key, ProviderRoute route)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(route);
        return route.IsOpenAiFormat ? BearerToken.Of(key) : new("x-goog-api-key", key.Reveal());
    }

    /// <summary><c>gemini-2.5-flash</c> of <c>/v1beta/models/gemini-2.5-flash:generateContent</c>; a tuned model keeps its <c>tunedModels/</c>.</summary>
    public string? ModelOf(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (path.Split('/') is not ["", _, var collection, var last])
        {
            return null;
        }

        var colon = PathVerb.IndexIn(last, out _);
        var model = Uri.UnescapeDataString(colon < 0 ? last : last[..colon]);
        return collection == "models" ? model : $"{collection}/{model}";
    }

    /// <inheritdoc/>
    public override Verdict Judge(in ErrorAnswer answer) => GeminiVerdicts.Judge(answer);

    /// <inheritdoc/>
    public override ReadOnlyMemory<byte> WriteError(ServiceError error, RequestId requestId)
    {
        ArgumentNullException.ThrowIfNull(error);
        return ErrorFrame.Body(json => GeminiErrors.Write(json, error));
    }

    /// <inheritdoc/>
    public override ReadOnlyMemory<byte> WriteStreamError(string? mediaType, ServiceError error, RequestId requestId)
    {
        ArgumentNullException.ThrowIfNull(error);
        return ErrorFrame.Event(mediaType, name: null, json => GeminiErrors.Write(json, error));
    }

    /// <inheritdoc/>
    protected override AnswerDialect DialectOf(ProviderRoute route)
    {
        ArgumentNullException.ThrowIfNull(route);
        return route.Usage switch
        {
            UsageShape.UsageMetadata => new GenerateDialect { BooksUsage = route.BooksUsage },
            UsageShape.Live => new LiveDialect(),
            UsageShape.Interactions => new InteractionsDialect { BooksUsage = route.BooksUsage },
            _ => OpenAiDialects.Of(route),
        };
    }

    /// <inheritdoc/>
    protected override IAnswerReader ReadJson(ProviderRoute route, AnswerDialect dialect)
    {
        ArgumentNullException.ThrowIfNull(route);
        return new JsonBodyReader(dialect, arrayIsStream: route.Name == GeminiRoutes.StreamName);
    }
}
