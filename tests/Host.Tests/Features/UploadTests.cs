using System.Net;
using MultiplexCluster.FakeProviders;
using MultiplexCluster.Host.Tests.DataPlane;
using MultiplexCluster.Host.Tests.Service;
using Xunit;
using Xunit.Abstractions;

namespace MultiplexCluster.Host.Tests.Features;

[Collection(SharedServices.Passing)]
public sealed class UploadTests(RunningService service, ITestOutputHelper output) : FeatureTest(service, output)
{
    private const string UploadUrl = "https://generativelanguage.googleapis.com/upload/v1beta/files?upload_id=";

    [Fact]
    public async Task A_Gemini_uploads_chunks_go_to_the_key_that_began_it()
    {
        await using var provider = RawProvider.Start(call => call.WriteAsync(
            call.Header("X-Goog-Upload-Command") is ["start"]
                ? $"HTTP/1.1 200 OK\r\nX-Goog-Upload-URL: {UploadUrl}{call.Header("x-goog-api-key").Single()}\r\nContent-Length: 0\r\n\r\n"
                : "HTTP/1.1 200 OK\r\nX-Goog-Upload-Status: active\r\nContent-Length: 0\r\n\r\n"));
        var pool = NewPool(ProviderDialect.Gemini);
        for (var i = 0; i < 3; i++)
        {
            await pool.AddAsync(new { base_url = provider.Url });
        }

        for (var i = 0; i < 6; i++)
        {
            using var begun = await SendAsync("/gemini/upload/v1beta/files", "start", pool.Label);
            using var first = await SendAsync(Header(begun, "X-Goog-Upload-URL"), "upload", pool.Label);
            using var last = await SendAsync(Header(begun, "X-Goog-Upload-URL"), "upload, finalize", pool: null);

            Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (first.StatusCode, last.StatusCode));
        }

        var chunks = provider.Calls.Where(call => call.Header("X-Goog-Upload-Command") is not ["start"]).ToList();
        Assert.Equal(12, chunks.Count);
        Assert.All(chunks, call => Assert.Contains($"?upload_id={call.Header("x-goog-api-key").Single()} ", call.RequestLine, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_forms_model_decides_which_endpoint_serves_it()
    {
        await using var provider = RawProvider.Answering(RelayTests.JsonAnswer);
        var pool = NewPool(ProviderDialect.OpenAi);
        await pool.AddAsync(new { base_url = provider.Url, models = (string[])["gpt-*"] });
        var hearing = await pool.AddAsync(new { base_url = provider.Url, models = (string[])["whisper-*"] });

        for (var i = 0; i < 4; i++)
        {
            var form = new MultipartFormDataContent { { new ByteArrayContent(new byte[100_000]), "file", "a.wav" }, { new StringContent("whisper-1"), "model" } };
            using var request = new HttpRequestMessage(HttpMethod.Post, "/openai/v1/audio/transcriptions") { Content = form };
            request.Headers.Add("X-Multiplex-Pool", pool.Label);
            using var answer = await Service.Http.SendAsync(request);

            Assert.Equal((HttpStatusCode.OK, hearing.Id), (answer.StatusCode, Header(answer, "X-Multiplex-Endpoint")));
        }
    }

    private Task<HttpResponseMessage> SendAsync(string url, string command, string? pool)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent([1, 2, 3]) };
        request.Headers.Add("X-Goog-Upload-Command", command);
        if (pool is not null)
        {
            request.Headers.Add("X-Multiplex-Pool", pool);
        }

        return Service.Http.SendAsync(request);
    }

    private static string Header(HttpResponseMessage answer, string name) => answer.Headers.GetValues(name).Single();
}
