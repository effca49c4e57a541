using System.Text;

namespace MultiplexCluster.FakeProviders.Tests;

/// <summary>Sends calls the way a proxy would, with a connection pool of its own.</summary>
internal sealed class Client(FakeProvider fake) : IDisposable
{
    public const string Chat = """{"model":"gpt-4o","messages":[{"role":"user","content":"Hi"}]}""";
    public const string ChatStream = """{"model":"gpt-4o","stream":true,"messages":[{"role":"user","content":"Hi"}]}""";

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false })
    {
        Timeout = TimeSpan.FromSeconds(20),
    };

    public Task<HttpResponseMessage> ChatAsync(string key, string body = Chat, CancellationToken cancel = default) =>
        SendAsync(ProviderDialect.OpenAi, "/chat/completions", key, body, cancel);

    public async Task<HttpResponseMessage> SendAsync(
        ProviderDialect dialect, string path, string? key, string? body, CancellationToken cancel = default)
    {
        using var request = new HttpRequestMessage(body is null ? HttpMethod.Get : HttpMethod.Post, fake.BaseUrl(dialect) + path);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        if (key is not null)
        {
            var (name, value) = dialect switch
            {
                ProviderDialect.Anthropic => ("x-api-key", key),
                ProviderDialect.Gemini => ("x-goog-api-key", key),
                _ => ("Authorization", $"Bearer {key}"),
            };
            request.Headers.Add(name, value);
        }

        return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
    }

    public async Task<string> TextAsync(ProviderDialect dialect, string path, string key, string? body)
    {
        using var response = await SendAsync(dialect, path, key, body);
        return await response.Content.ReadAsStringAsync();
    }

    public void Dispose() => _http.Dispose();
}
