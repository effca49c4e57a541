using System.Buffers.Binary;
using System.Net;
using System.Security.Cryptography;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Providers.Codecs;
using Xunit;

namespace MultiplexCluster.Host.Tests.DataPlane;

/// <summary>Half a gigabyte, OpenAI's largest file, through a real listener; both sides hash what they see.</summary>
[Collection(MeasuredTests.Name)]
public sealed class LargeFileTests
{
    private const int Size = 512 * 1024 * 1024;
    private const int Piece = 1024 * 1024;
    private const long MostMemory = 64L * 1024 * 1024;
    private const string Head = "--abc\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f.jsonl\"\r\n\r\n";
    private const string Tail = "\r\n--abc\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nsora-2\r\n--abc--\r\n";

    [Theory]
    [InlineData("/openai/v1/videos", "sora-2")]
    [InlineData("/openai/v1/files", null)]
    public async Task A_file_of_512_MiB_goes_up_unchanged_in_little_memory_and_a_model_behind_it_is_read(string path, string? model)
    {
        await using var provider = HashingProvider.Start(Piece);
        var router = new ScriptedRouter(provider.Url);
        await using var host = await RelayHost.StartAsync(router, codec: ProviderCodecs.For(ProviderKind.OpenAi));
        using var content = new HashedContent(Size, Piece, Head, Tail);
        content.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=abc");
        using var memory = new MemoryWatch();

        var answer = await host.Client.PostAsync(path, content);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(content.Hash, await answer.Content.ReadAsStringAsync());
        Assert.Equal(model, router.Executed.Single().Model);
        Assert.InRange(memory.Growth(), long.MinValue, MostMemory);
    }

    [Theory]
    [InlineData("/openai/v1/files/f/content", "GET", "application/jsonl")]
    [InlineData("/openai/v1/audio/speech", "POST", "audio/mpeg")]
    public async Task A_file_of_256_MiB_comes_down_unchanged_in_little_memory(string path, string method, string type)
    {
        await using var provider = HashingProvider.Start(Piece, Size / 2, type);
        await using var host = await RelayHost.StartAsync(new ScriptedRouter(provider.Url), codec: ProviderCodecs.For(ProviderKind.OpenAi));
        var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Content = method == "POST" ? new StringContent("""{"model":"tts-1"}""") : null;
        using var memory = new MemoryWatch();

        using var answer = await host.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var hash = await SHA256.HashDataAsync(await answer.Content.ReadAsStreamAsync());

        Assert.Equal(type, answer.Content.Headers.ContentType?.ToString());
        Assert.Equal(await provider.SentAsync(), Convert.ToHexString(hash));
        Assert.InRange(memory.Growth(), long.MinValue, MostMemory);
    }

    /// <summary>Bytes that repeat nowhere near, so that a piece lost or doubled shows.</summary>
    internal static void Fill(Span<byte> piece, int number)
    {
        for (var i = 0; i + 8 <= piece.Length; i += 4096)
        {
            BinaryPrimitives.WriteInt64LittleEndian(piece[i..], ((long)number << 32) | (uint)i);
        }
    }
}
