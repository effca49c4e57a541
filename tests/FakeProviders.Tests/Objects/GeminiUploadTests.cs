using System.Net;
using System.Security.Cryptography;
using System.Text.Json;

namespace MultiplexCluster.FakeProviders.Tests.Objects;

public sealed class GeminiUploadTests : IDisposable
{
    private readonly HttpClient _http = new();

    [Fact]
    public async Task A_file_comes_in_chunks_to_the_address_that_the_start_tells()
    {
        await using var fake = await FakeProvider.StartAsync();
        var address = await StartAsync(fake);

        using var first = await SendAsync(address, "k", "upload", 0, [1, 2, 3]);
        using var last = await SendAsync(address, "k", "upload, finalize", 3, [4]);

        Assert.StartsWith(fake.Origin + "/gemini/upload/v1beta/files?", address, StringComparison.Ordinal);
        Assert.Equal(("active", "final"), (Status(first), Status(last)));
        using var answer = JsonDocument.Parse(await last.Content.ReadAsStringAsync());
        var file = answer.RootElement.GetProperty("file");
        Assert.Equal(("4", "image/png"), (file.GetProperty("sizeBytes").GetString(), file.GetProperty("mimeType").GetString()));
        Assert.Equal(Convert.ToBase64String(SHA256.HashData([1, 2, 3, 4])), file.GetProperty("sha256Hash").GetString());
    }

    [Fact]
    public async Task A_chunk_that_leaves_a_gap_is_refused()
    {
        await using var fake = await FakeProvider.StartAsync();
        var address = await StartAsync(fake);

        using var answer = await SendAsync(address, "k", "upload", 5, [1]);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Another_keys_upload_is_not_found()
    {
        await using var fake = await FakeProvider.StartAsync();
        var address = await StartAsync(fake);

        using var answer = await SendAsync(address, "other", "upload, finalize", 0, [1]);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    public void Dispose() => _http.Dispose();

    private async Task<string> StartAsync(FakeProvider fake)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, fake.BaseUrl(ProviderDialect.Gemini) + "/upload/v1beta/files");
        request.Headers.Add("x-goog-api-key", "k");
        request.Headers.Add("X-Goog-Upload-Protocol", "resumable");
        request.Headers.Add("X-Goog-Upload-Command", "start");
        request.Headers.Add("X-Goog-Upload-Header-Content-Type", "image/png");
        request.Content = new StringContent("""{"file":{"displayName":"a"}}""");
        using var answer = await _http.SendAsync(request);
        return Assert.Single(answer.Headers.GetValues("x-goog-upload-url"));
    }

    private async Task<HttpResponseMessage> SendAsync(string address, string key, string command, int offset, byte[] bytes)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(bytes) };
        request.Headers.Add("x-goog-api-key", key);
        request.Headers.Add("X-Goog-Upload-Command", command);
        request.Headers.Add("X-Goog-Upload-Offset", $"{offset}");
        return await _http.SendAsync(request);
    }

    private static string Status(HttpResponseMessage answer) => Assert.Single(answer.Headers.GetValues("x-goog-upload-status"));
}
