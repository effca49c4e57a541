using System.Text;
using CsCheck;
using MultiplexCluster.Providers.Codecs;
using Xunit;

namespace MultiplexCluster.Providers.Tests.Codecs.Answers;

public class AnswerReaderTests
{
    private static readonly (IProviderCodec Codec, ProviderRoute Route, string? MediaType)[] Readers =
    [
        .. from codec in ProviderCodecs.All
           from path in new[] { "/chat/completions", "/responses", "/v1/messages", "/v1/models/m:streamGenerateContent", "/moderations" }
           let route = codec.Match("POST", path)
           where route is not null
           from mediaType in new[] { null, "application/json", "text/event-stream", "text/html" }
           select (codec, route, mediaType),
    ];

    [Fact]
    public void Random_bytes_never_throw_and_never_count_below_zero() =>
        Gen.Select(Gen.Int[0, Readers.Length - 1], Gen.OneOf(
            Gen.Byte.Array[0, 200],
            Gen.OneOf(
                "data: ", "\n\n", "event: error\n", "{\"usage\":{", "\"usageMetadata\":{", "\"prompt_tokens\":", "\"input_tokens\":",
                "-7", "1e18", "99", ",", "}", "]", "[", "\"total_tokens\":", "null", "\"error\":", "[DONE]", "\"type\":\"message_stop\"")
                .Array[0, 30].Select(parts => Encoding.UTF8.GetBytes(string.Concat(parts)))))
            .Sample((index, bytes) =>
            {
                var (codec, route, mediaType) = Readers[index];
                var reader = codec.ReadAnswer(route, mediaType);
                reader.Read(bytes);
                reader.End();
                Assert.True(Math.Min(Math.Min(reader.Usage.Input, reader.Usage.CachedInput), Math.Min(reader.Usage.Output, reader.Usage.Total)) >= 0);
            }, iter: 10_000);

    [Fact]
    public void Reading_a_stream_allocates_nothing_per_event()
    {
        foreach (var (codec, route, mediaType) in Readers.Where(r => r.MediaType == "text/event-stream"))
        {
            var reader = codec.ReadAnswer(route, mediaType);
            var chunk = Splits.Utf8(
                "event: x\ndata: {\"id\":\"1\",\"type\":\"y\",\"choices\":[{\"delta\":{\"content\":\"h\\u00e9\"}}],"
                + "\"usage\":{\"prompt_tokens\":1,\"input_tokens\":2},\"usageMetadata\":{\"promptTokenCount\":1}}\r\n\r\n");
            reader.Read(chunk);

            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 1000; i++)
            {
                reader.Read(chunk);
            }

            Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        }
    }

    [Fact]
    public void A_line_of_any_length_costs_no_memory()
    {
        var codec = ProviderCodecs.All[0];
        var reader = codec.ReadAnswer(codec.Match("POST", "/chat/completions")!, "text/event-stream");
        var piece = new byte[65_536];
        Array.Fill(piece, (byte)'x');
        reader.Read("data: {\"a\":\""u8);
        reader.Read(piece);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            reader.Read(piece);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        reader.Read("\"}\n\ndata: [DONE]\n\n"u8);
        Assert.Equal(AnswerEnd.Complete, reader.End());
    }
}
