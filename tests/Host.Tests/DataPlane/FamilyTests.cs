using System.Net;
using System.Net.Http.Headers;
using System.Text;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Providers.Codecs;
using Xunit;

namespace MultiplexCluster.Host.Tests.DataPlane;

public sealed class FamilyTests
{
    [Theory]
    [InlineData("whisper-1", "whisper-1")]
    [InlineData("", null)]
    [InlineData("a\tb", null)]
    public async Task A_forms_model_is_known_though_it_stands_behind_the_file(string written, string? model)
    {
        await using var provider = RawProvider.Answering(RelayTests.JsonAnswer);
        var router = new ScriptedRouter(provider.Url);
        await using var host = await RelayHost.StartAsync(router, codec: ProviderCodecs.For(ProviderKind.OpenAi));
        using var form = new MultipartFormDataContent { { new ByteArrayContent(new byte[2 * 1024 * 1024]), "file", "a.wav" }, { new StringContent(written), "\"model\"" } };
        var sent = await form.ReadAsByteArrayAsync();

        var answer = await host.Client.PostAsync("/openai/v1/audio/transcriptions", form);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(model, router.Executed.Single().Model);
        Assert.Equal(sent, provider.Calls.Single().Body);
        Assert.Equal([form.Headers.ContentType!.ToString()], provider.Calls.Single().Header("Content-Type"));
    }

    [Fact]
    public async Task A_transcription_may_also_be_asked_for_in_JSON()
    {
        await using var provider = RawProvider.Answering(RelayTests.JsonAnswer);
        var router = new ScriptedRouter(provider.Url + "/openai/v1");
        await using var host = await RelayHost.StartAsync(router, codec: ProviderCodecs.For(ProviderKind.Groq));

        await host.Client.PostAsync(
            "/groq/openai/v1/audio/transcriptions", new StringContent("""{"url":"https://x.example/a","model":"w"}""", Encoding.UTF8, "application/json"));

        Assert.Equal("w", router.Executed.Single().Model);
        Assert.StartsWith("POST /openai/v1/audio/transcriptions ", provider.Calls.Single().RequestLine, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/openai/v1", "GET /v1/fine_tunings?a=b HTTP/1.1")]
    [InlineData("/openai/v1/", "GET /v1/fine_tunings?a=b HTTP/1.1")]
    [InlineData("/proxy/openai/v1", "GET /proxy/v1/fine_tunings?a=b HTTP/1.1")]
    [InlineData("/proxy", "GET /proxy/v1/fine_tunings?a=b HTTP/1.1")]
    public async Task Groqs_fine_tunings_go_beside_the_base_path(string basePath, string line)
    {
        await using var provider = RawProvider.Answering(RelayTests.JsonAnswer);
        await using var host = await RelayHost.StartAsync(new ScriptedRouter(provider.Url + basePath), codec: ProviderCodecs.For(ProviderKind.Groq));

        await host.Client.GetAsync("/groq/v1/fine_tunings?a=b");

        Assert.Equal(line, provider.Calls.Single().RequestLine);
    }

    [Fact]
    public async Task A_part_of_a_file_passes_as_a_part()
    {
        await using var provider = RawProvider.Answering(
            "HTTP/1.1 206 Partial Content\r\nContent-Type: application/jsonl\r\nContent-Range: bytes 2-4/9\r\nContent-Length: 3\r\n\r\n{\n\0");
        await using var host = await RelayHost.StartAsync(new ScriptedRouter(provider.Url), codec: ProviderCodecs.For(ProviderKind.OpenAi));
        host.Client.DefaultRequestHeaders.Range = new RangeHeaderValue(2, 4);

        var answer = await host.Client.GetAsync("/openai/v1/files/f/content");

        Assert.Equal((HttpStatusCode.PartialContent, "bytes 2-4/9"), (answer.StatusCode, answer.Content.Headers.ContentRange?.ToString()));
        Assert.Equal("{\n\0"u8.ToArray(), await answer.Content.ReadAsByteArrayAsync());
        Assert.Equal(["bytes=2-4"], provider.Calls.Single().Header("Range"));
    }
}
