using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MultiplexCluster.Host.Tests.Admin;
using Xunit;

namespace MultiplexCluster.Host.Tests.Service;

/// <summary>The admin API as an operator's script uses it.</summary>
internal sealed class AdminClient(HttpClient http)
{
    public async Task<Answer> SendAsync(string method, string path, JsonNode? body = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), "/admin" + path);
        if (body is not null)
        {
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        }

        using var answer = await http.SendAsync(request);
        return new Answer(
            (int)answer.StatusCode, answer.Headers, answer.Content.Headers.ContentType?.MediaType, await answer.Content.ReadAsStringAsync());
    }

    public Task<JsonElement> GetAsync(string path) => SendAsync(200, "GET", path);

    public Task<JsonElement> CreateAsync(JsonObject endpoint) => SendAsync(201, "POST", "/endpoints", endpoint);

    public Task<JsonElement> PatchAsync(string id, object settings) =>
        SendAsync(200, "PATCH", $"/endpoints/{id}", JsonSerializer.SerializeToNode(settings));

    public Task<JsonElement> PostAsync(string path, object? body = null) =>
        SendAsync(200, "POST", path, body is null ? null : JsonSerializer.SerializeToNode(body));

    public Task DeleteAsync(string id) => SendAsync(202, "DELETE", $"/endpoints/{id}");

    private async Task<JsonElement> SendAsync(int expected, string method, string path, JsonNode? body = null)
    {
        var answer = await SendAsync(method, path, body);
        Assert.True(answer.Status == expected, $"{method} {path}: {answer.Status} {answer.Text}");
        return answer.Text.Length == 0 ? default : answer.Json;
    }
}
