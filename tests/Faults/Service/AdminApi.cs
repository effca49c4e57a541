using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace MultiplexCluster.Faults.Service;

/// <summary>The admin API as an operator's script uses it.</summary>
public sealed class AdminApi : IDisposable
{
    private readonly HttpClient _client;

    internal AdminApi(Uri address, string token)
    {
        _client = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(30) };
        _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    /// <summary>Sees the text of every answer.</summary>
    public Action<string>? OnAnswer { get; set; }

    /// <summary>Creates an endpoint.</summary>
    public Task<AdminAnswer> CreateAsync(object settings) => SendAsync(HttpMethod.Post, "/admin/endpoints", settings);

    /// <summary>Creates an endpoint; anything but 201 is an error.</summary>
    public async Task MustCreateAsync(object settings) => (await CreateAsync(settings)).MustBe(HttpStatusCode.Created);

    /// <summary>Changes an endpoint.</summary>
    public Task<AdminAnswer> PatchAsync(string endpoint, object settings) => SendAsync(HttpMethod.Patch, $"/admin/endpoints/{endpoint}", settings);

    /// <summary>Deletes an endpoint.</summary>
    public Task<AdminAnswer> DeleteAsync(string endpoint) => SendAsync(HttpMethod.Delete, $"/admin/endpoints/{endpoint}", null);

    /// <summary>Gives an endpoint another key.</summary>
    public Task<AdminAnswer> RotateAsync(string endpoint, string key) => DoAsync(endpoint, "rotate-key", new { api_key = key });

    /// <summary>One of the operator's controls of an endpoint.</summary>
    public Task<AdminAnswer> DoAsync(string endpoint, string verb, object? body = null) =>
        SendAsync(HttpMethod.Post, $"/admin/endpoints/{endpoint}/{verb}", body);

    /// <summary>Any call.</summary>
    public async Task<AdminAnswer> SendAsync(HttpMethod method, string path, object? body)
    {
        using var message = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        using var answer = await _client.SendAsync(message);
        var text = await answer.Content.ReadAsStringAsync();
        OnAnswer?.Invoke(text);
        return new AdminAnswer(answer.StatusCode, answer.Content.Headers.ContentType?.MediaType, text);
    }

    /// <summary>One endpoint.</summary>
    public Task<AdminAnswer> GetAsync(string endpoint) => SendAsync(HttpMethod.Get, $"/admin/endpoints/{endpoint}", null);

    /// <summary>All endpoints by id.</summary>
    public async Task<IReadOnlyDictionary<string, JsonElement>> ListAsync()
    {
        var answer = await SendAsync(HttpMethod.Get, "/admin/endpoints", null);
        return answer.MustBe(HttpStatusCode.OK).Json.GetProperty("endpoints").EnumerateArray()
            .ToDictionary(e => e.GetProperty("endpoint_id").GetString()!, StringComparer.Ordinal);
    }

    /// <summary>An endpoint's counters.</summary>
    public async Task<EndpointCounters> StatsAsync(string endpoint)
    {
        var stats = (await SendAsync(HttpMethod.Get, $"/admin/endpoints/{endpoint}/stats", null)).MustBe(HttpStatusCode.OK).Json;
        return EndpointCounters.Of(stats);
    }

    /// <summary>Waits until nothing runs or waits at an endpoint; its counters then.</summary>
    public async Task<EndpointCounters> StatsAtRestAsync(string endpoint, int limitMs = 10_000)
    {
        var counters = await StatsAsync(endpoint);
        for (var waited = 0; counters is not { Current: 0, Queued: 0 } && waited < limitMs; waited += 50)
        {
            await Task.Delay(50);
            counters = await StatsAsync(endpoint);
        }

        return counters;
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();
}

/// <summary>An answer of the admin API.</summary>
public sealed record AdminAnswer(HttpStatusCode Status, string? MediaType, string Text)
{
    /// <summary>The body.</summary>
    public JsonElement Json => JsonDocument.Parse(Text).RootElement;

    /// <summary>The problem's code, or null.</summary>
    public string? Code => MediaType == "application/problem+json" && Json.TryGetProperty("code", out var code) ? code.GetString() : null;

    /// <summary>This answer, if it has that status; else an error.</summary>
    public AdminAnswer MustBe(HttpStatusCode status) =>
        Status == status ? this : throw new InvalidOperationException($"the admin API answered {(int)Status} instead of {(int)status}: {Text}");
}

/// <summary>What an endpoint has counted.</summary>
public readonly record struct EndpointCounters(long Total, long Successful, long Failed, long Cancelled, long Rejected, long Retried, int Current, int Queued)
{
    internal static EndpointCounters Of(JsonElement stats) => new(
        stats.GetProperty("total_requests").GetInt64(),
        stats.GetProperty("successful_requests").GetInt64(),
        stats.GetProperty("failed_requests").GetInt64(),
        stats.GetProperty("cancelled_requests").GetInt64(),
        stats.GetProperty("rejected_requests").GetInt64(),
        stats.GetProperty("retried_attempts").GetInt64(),
        stats.GetProperty("current_requests").GetInt32(),
        stats.GetProperty("queue_length").GetInt32());

    /// <summary>These and those.</summary>
    public static EndpointCounters operator +(EndpointCounters a, EndpointCounters b) => new(
        a.Total + b.Total, a.Successful + b.Successful, a.Failed + b.Failed, a.Cancelled + b.Cancelled,
        a.Rejected + b.Rejected, a.Retried + b.Retried, a.Current + b.Current, a.Queued + b.Queued);
}
