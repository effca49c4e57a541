using MultiplexCluster.Providers.Codecs.Routes;
using static MultiplexCluster.Providers.Codecs.Routes.RouteRows;

namespace MultiplexCluster.Providers.Codecs.Gemini;

/// <summary>
/// Gemini's files, uploads and stores (https://ai.google.dev/api/files, /api/file-search, /api/semantic-retrieval). An upload's
/// later chunks go to the path that started it; the answer that ends it carries <c>file.name</c>.
/// </summary>
internal static class GeminiFileRoutes
{
    /// <summary>The rows of a version, below <c>/gemini</c>.</summary>
    internal static IEnumerable<RouteRow> Rows(string version) =>
    [
        Upload($"/upload/{version}/files", "files.upload").Creates(),
        Upload($"/upload/{version}/fileSearchStores/{{id}}:uploadToFileSearchStore", "fileSearchStores.upload")
            .Using(ObjectUse.Names | ObjectUse.Creates, new ObjectPath(3, 4, HasVerb: true)),
        Row("GET", $"/{version}/files", "files.list").Lists(),
        Paid("POST", $"/{version}/files", "files.create").Creates(),
        Paid("POST", $"/{version}/files:register", "files.register").Creates(),
        Row("GET DELETE", $"/{version}/files/{{id}}", "files").NamesInCollection(),
        Bytes($"/{version}/files/{{id}}:download", "files.download").NamesInCollection(),
        Row("GET", $"/{version}/generatedFiles", "generatedFiles.list").Lists(),
        Row("GET", $"/{version}/generatedFiles/{{id}}", "generatedFiles").NamesInCollection(),
        Bytes($"/{version}/generatedFiles/{{id}}:download", "generatedFiles.download").NamesInCollection(),
        Row("GET", $"/{version}/generatedFiles/{{id}}/operations/{{rest...}}", "generatedFiles.operations").NamesInCollection(),
        .. Collection(version, "fileSearchStores"),
        .. Collection(version, "corpora"),
    ];

    private static IEnumerable<RouteRow> Collection(string version, string name) =>
    [
        Row("GET", $"/{version}/{name}", $"{name}.list").Lists(),
        Paid("POST", $"/{version}/{name}", $"{name}.create").Creates(),
        Row(Every, $"/{version}/{name}/{{rest...}}", name).NamesInCollection(),
    ];

    // PUT sends chunks in Google's older form of the protocol.
    private static RouteRow Upload(string template, string name) =>
        new("POST PUT", template, new ProviderRoute { Name = name, TakesBytes = true, CreatesPaidObject = true });
}
