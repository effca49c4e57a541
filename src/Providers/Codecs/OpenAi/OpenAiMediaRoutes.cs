using MultiplexCluster.Providers.Codecs.Routes;
using static MultiplexCluster.Providers.Codecs.Routes.RouteRows;

namespace MultiplexCluster.Providers.Codecs.OpenAi;

/// <summary>
/// OpenAI's images, sound and videos (https://platform.openai.com/docs/api-reference/images and the pages beside it). Where
/// a form carries the model, it may stand behind the file.
/// </summary>
internal static class OpenAiMediaRoutes
{
    private const ModelSource Optional = ModelSource.BodyOptional;

    /// <summary>The rows, below <c>/openai/v1</c>.</summary>
    internal static IEnumerable<RouteRow> Rows() => [.. Images(), .. Audio(), .. Videos()];

    private static IEnumerable<RouteRow> Images() =>
    [
        Row("POST", "/images/generations", "images.generations", Optional, UsageShape.Responses),
        Row("POST", "/images/edits", "images.edits", Optional, UsageShape.Responses),
        Row("POST", "/images/variations", "images.variations", Optional, UsageShape.Responses),
    ];

    private static IEnumerable<RouteRow> Audio() =>
    [
        Row("POST", "/audio/speech", "audio.speech", ModelSource.BodyRequired, UsageShape.Responses),
        Row("POST", "/audio/transcriptions", "audio.transcriptions", Optional, UsageShape.Responses),
        Row("POST", "/audio/translations", "audio.translations", Optional, UsageShape.Responses),
        Row("GET", "/audio/voices", "audio.voices.list").Lists(),
        Paid("POST", "/audio/voices", "audio.voices.create").Creates(),
        Row("GET POST DELETE", "/audio/voices/{id}", "audio.voices").Names(),
        Row("GET", "/audio/voice_consents", "audio.voice_consents.list").Lists(),
        Paid("POST", "/audio/voice_consents", "audio.voice_consents.create").Creates(),
        Row("GET POST DELETE", "/audio/voice_consents/{id}", "audio.voice_consents").Names(),
    ];

    private static IEnumerable<RouteRow> Videos() =>
    [
        Row("GET", "/videos", "videos.list").Lists(),
        Paid("POST", "/videos", "videos.create", Optional).Creates(),
        Paid("POST", "/videos/edits", "videos.edits", Optional).Creates(),
        Paid("POST", "/videos/extensions", "videos.extensions", Optional).Creates(),
        Paid("POST", "/videos/characters", "videos.characters.create").Creates(),
        Row("GET", "/videos/characters/{id}", "videos.characters").Names(),
        Row("GET DELETE", "/videos/{id}", "videos").Names(),
        Bytes("/videos/{id}/content", "videos.content").Names(),
        Paid("POST", "/videos/{id}/remix", "videos.remix").Names().Creates(),
    ];
}
