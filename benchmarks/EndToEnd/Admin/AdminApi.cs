using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace MultiplexCluster.EndToEnd.Admin;

/// <summary>The few calls of the host's admin API the harness needs.</summary>
internal sealed class AdminApi : IDisposable
{
    private const int Creators = 16;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
    };

    private readonly HttpClient _http;

    public AdminApi(int port, string token)
    {
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    public async Task<bool> IsReadyAsync(CancellationToken cancellation)
    {
        using var answer = await _http.GetAsync("/health/ready", cancellation);
        return answer.IsSuccessStatusCode;
    }

    public async Task CreateAsync(IEnumerable<NewEndpoint> endpoints, CancellationToken cancellation) =>
        await Parallel.ForEachAsync(
            endpoints,
            new ParallelOptions { MaxDegreeOfParallelism = Creators, CancellationToken = cancellation },
            async (endpoint, token) =>
            {
                using var answer = await _http.PostAsJsonAsync("/admin/endpoints", endpoint, Json, token);
                if (!answer.IsSuccessStatusCode)
                {
                    throw new InvalidOperationException(
                        $"Creating {endpoint.EndpointId} was answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(token)}");
                }
            });

    /// <summary>Requests that wait at an endpoint now.</summary>
    public async Task<int> QueueLengthAsync(string endpointId, CancellationToken cancellation)
    {
        var stats = await _http.GetFromJsonAsync<JsonElement>($"/admin/endpoints/{endpointId}/stats", cancellation);
        return stats.GetProperty("queue_length").GetInt32();
    }

    public void Dispose() => _http.Dispose();
}
