using Microsoft.AspNetCore.WebUtilities;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Host.Admin.Json;

namespace MultiplexCluster.Host.Admin.Problems;

/// <summary>The errors the admin API answers with.</summary>
internal static class Problem
{
    private const string ContentType = "application/problem+json";

    public static IResult Of(int status, string code, string detail, IReadOnlyDictionary<string, string>? errors = null) =>
        Results.Json(
            new ProblemBody("about:blank", ReasonPhrases.GetReasonPhrase(status), status, code, detail, errors),
            AdminJson.Answers.ProblemBody,
            ContentType,
            status);

    public static IResult Invalid(IReadOnlyDictionary<string, string> errors) =>
        Of(400, "invalid_request", $"Not accepted: {string.Join(", ", errors.Keys)}.", errors);

    public static IResult InvalidBody(string error) =>
        Of(400, "invalid_request", $"The body {error}.", new Dictionary<string, string> { ["body"] = error });

    public static IResult UnsupportedMediaType() => Of(
        415,
        "unsupported_media_type",
        "Send the body as Content-Type: application/json, in UTF-8 and without Content-Encoding.");

    public static IResult Unauthorized() =>
        Of(401, "unauthorized", "Send the admin token as Authorization: Bearer <token>.");

    public static IResult EndpointNotFound() => Of(404, "endpoint_not_found", "There is no endpoint of that id.");

    public static IResult EndpointExists(EndpointId? id) =>
        Of(409, "endpoint_exists", id is { } named ? $"There is an endpoint '{named}' already." : "There is an endpoint of that id already.");

    public static IResult StoreUnavailable(string? detail = null) =>
        Of(503, "store_unavailable", detail ?? "The store could not be written; nothing changed. Try again.");

    public static IResult ClusterUnavailable() =>
        Of(503, "cluster_unavailable", "The cluster did not answer in time; read again before repeating the change.");
}
