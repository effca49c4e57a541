using System.Net.Http.Headers;
using System.Text.Json;
using Xunit;

namespace MultiplexCluster.Host.Tests.Admin;

/// <summary>An HTTP answer, read.</summary>
internal sealed record Answer(int Status, HttpResponseHeaders Headers, string? MediaType, string Text)
{
    private static readonly string[] None = [];

    public JsonElement Json => JsonDocument.Parse(Text).RootElement;

    public string? Code => Json.GetProperty("code").GetString();

    public string[] ErrorFields =>
        Json.TryGetProperty("errors", out var errors) ? [.. errors.EnumerateObject().Select(error => error.Name).Order(StringComparer.Ordinal)] : None;

    public JsonElement this[string field] => Json.GetProperty(field);

    /// <summary>Asserts RFC 9457 problem details.</summary>
    public void MustBeProblem(int status, string code)
    {
        Assert.Equal((status, code), (Status, Code));
        Assert.Equal("application/problem+json", MediaType);
        Assert.Equal(status, this["status"].GetInt32());
        Assert.NotEmpty(this["title"].GetString()!);
        Assert.NotEmpty(this["detail"].GetString()!);
    }
}
