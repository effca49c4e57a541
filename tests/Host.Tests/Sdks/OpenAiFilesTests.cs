using System.ClientModel;
using MultiplexCluster.FakeProviders;
using MultiplexCluster.Host.Tests.Service;
using OpenAI;
using OpenAI.Audio;
using OpenAI.Files;
using Xunit;
using Xunit.Abstractions;

namespace MultiplexCluster.Host.Tests.Sdks;

/// <summary>The official OpenAI package with bodies that are no JSON.</summary>
[Collection(SharedServices.Passing)]
public sealed class OpenAiFilesTests(RunningService service, ITestOutputHelper output) : FeatureTest(service, output)
{
    private const ProviderDialect OpenAi = ProviderDialect.OpenAi;
    private const ProviderDialect Groq = ProviderDialect.Groq;
    private static readonly byte[] Bytes = [.. Enumerable.Range(0, 10_000).Select(i => (byte)i), .. "\r\n--x\r\n"u8];

    [Theory, InlineData(OpenAi), InlineData(Groq)]
    public async Task A_file_is_uploaded_read_listed_and_deleted(ProviderDialect dialect)
    {
        var files = (await SdkAsync(dialect)).GetOpenAIFileClient();

        OpenAIFile made = await files.UploadFileAsync(BinaryData.FromBytes(Bytes), "a.jsonl", FileUploadPurpose.Batch);
        var content = await files.DownloadFileAsync(made.Id);
        var listed = await files.GetFilesAsync();
        FileDeletionResult deleted = await files.DeleteFileAsync(made.Id);

        Assert.Equal(Bytes, content.Value.ToArray());
        Assert.Contains(listed.Value, f => f.Id == made.Id);
        Assert.True(deleted.Deleted);
        var error = await Assert.ThrowsAsync<ClientResultException>(async () => await files.GetFileAsync(made.Id));
        Assert.Equal(404, error.Status);
    }

    [Theory, InlineData(OpenAi), InlineData(Groq)]
    public async Task Sound_is_transcribed(ProviderDialect dialect)
    {
        var audio = (await SdkAsync(dialect)).GetAudioClient("whisper-1");

        AudioTranscription heard = await audio.TranscribeAudioAsync(new MemoryStream(Bytes), "a.mp3");

        Assert.Equal($"heard {Bytes.Length} bytes", heard.Text);
    }

    [Theory, InlineData(OpenAi), InlineData(Groq)]
    public async Task Speech_comes_byte_for_byte(ProviderDialect dialect)
    {
        var audio = (await SdkAsync(dialect)).GetAudioClient("tts-1");

        BinaryData speech = await audio.GenerateSpeechAsync("Hi", GeneratedSpeechVoice.Alloy);

        Assert.Equal(Enumerable.Range(0, 20_000).Select(i => (byte)(i % 251)), speech.ToArray());
    }

    private async Task<OpenAIClient> SdkAsync(ProviderDialect dialect)
    {
        var pool = NewPool(dialect);
        await pool.AddAsync();
        return new SdkOptions(new Uri(Service.Address, pool.Wire.Surface), pool.Label).Client();
    }
}
