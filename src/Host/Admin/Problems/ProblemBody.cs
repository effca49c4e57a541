using System.Text.Json.Serialization;

namespace MultiplexCluster.Host.Admin.Problems;

/// <summary>An error of the admin API (RFC 9457).</summary>
/// <param name="Type">Always <c>about:blank</c>: <paramref name="Code"/> tells errors apart.</param>
/// <param name="Title">The status in words.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">What went wrong, for programs.</param>
/// <param name="Detail">What went wrong and what helps, for people.</param>
/// <param name="Errors">For invalid input, every offending field with its error.</param>
public sealed record ProblemBody(
    string Type,
    string Title,
    int Status,
    string Code,
    string Detail,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyDictionary<string, string>? Errors);
