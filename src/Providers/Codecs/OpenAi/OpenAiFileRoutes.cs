using MultiplexCluster.Providers.Codecs.Routes;
using static MultiplexCluster.Providers.Codecs.Routes.RouteRows;

namespace MultiplexCluster.Providers.Codecs.OpenAi;

/// <summary>
/// OpenAI's files and what holds files (https://platform.openai.com/docs/api-reference/files). What takes a multipart body
/// is not repeated unless it surely was not carried out: a second file of the same content is a second object.
/// </summary>
internal static class OpenAiFileRoutes
{
    /// <summary>The rows, below <c>/openai/v1</c>.</summary>
    internal static IEnumerable<RouteRow> Rows() => [.. Files(), .. Uploads(), .. Containers(), .. Skills()];

    private static IEnumerable<RouteRow> Files() =>
    [
        Row("GET", "/files", "files.list").Lists(),
        Paid("POST", "/files", "files.create").Creates(),
        Row("GET DELETE", "/files/{id}", "files").Names(),
        Bytes("/files/{id}/content", "files.content").Names(),
    ];

    /// <summary>A completed upload's answer carries the upload's id, and its file's in <c>file.id</c>.</summary>
    private static IEnumerable<RouteRow> Uploads() =>
    [
        Paid("POST", "/uploads", "uploads.create").Creates(),
        Paid("POST", "/uploads/{id}/parts", "uploads.parts.create").Names().Creates(),
        Paid("POST", "/uploads/{id}/complete", "uploads.complete").Names().Creates(),
        Row("POST", "/uploads/{id}/cancel", "uploads.cancel").Names(),
    ];

    private static IEnumerable<RouteRow> Containers() =>
    [
        Row("GET", "/containers", "containers.list").Lists(),
        Paid("POST", "/containers", "containers.create").Creates(),
        Row("GET DELETE", "/containers/{id}", "containers").Names(),
        Row("GET", "/containers/{id}/files", "containers.files.list").Names(),
        Paid("POST", "/containers/{id}/files", "containers.files.create").Names().Creates(),
        Row("GET DELETE", "/containers/{id}/files/{file}", "containers.files").Names(),
        Bytes("/containers/{id}/files/{file}/content", "containers.files.content").Names(),
    ];

    private static IEnumerable<RouteRow> Skills() =>
    [
        Row("GET", "/skills", "skills.list").Lists(),
        Paid("POST", "/skills", "skills.create").Creates(),
        Row("GET POST DELETE", "/skills/{id}", "skills").Names(),
        Bytes("/skills/{id}/content", "skills.content").Names(),
        Row("GET", "/skills/{id}/versions", "skills.versions.list").Names(),
        Paid("POST", "/skills/{id}/versions", "skills.versions.create").Names().Creates(),
        Row("GET DELETE", "/skills/{id}/versions/{version}", "skills.versions").Names(),
        Bytes("/skills/{id}/versions/{version}/content", "skills.versions.content").Names(),
    ];
}
