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

            Assert.Equal(0, Allocations.Of(() => reader.Read(chunk)));
        }
    }

    [Theory]
    [InlineData("text/event-stream", "data: {\"usage\":{\"prompt_tokens\":1}}\n\ndata: [DONE]\n\n", 600)]
    [InlineData("application/json", "{\"usage\":{\"prompt_tokens\":1}}", 400)]
    public void Readers_of_a_thread_share_their_buffers(string mediaType, string body, int most)
    {
        var codec = ProviderCodecs.All[0];
        var route = codec.Match("POST", "/chat/completions")!;
        var bytes = Splits.Utf8(body);
        Read();

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            Read();
        }

        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / 100, 1, most);

        void Read()
        {
            var reader = codec.ReadAnswer(route, mediaType);
            reader.Read(bytes);
            reader.End();
        }
    }

    [Fact]
    public void A_reader_that_has_ended_reads_no_more_and_says_the_same_again()
    {
        var codec = ProviderCodecs.All[0];
        foreach (var mediaType in new[] { "text/event-stream", "application/json" })
        {
            var reader = codec.ReadAnswer(codec.Match("POST", "/chat/completions")!, mediaType);
            reader.Read("{\"usage\":"u8);
            Assert.Equal(AnswerEnd.Incomplete, reader.End());

            var next = codec.ReadAnswer(codec.Match("POST", "/chat/completions")!, mediaType);
            reader.Read("{\"prompt_tokens\":1}}\n\ndata: [DONE]\n\n"u8);

            Assert.Equal((AnswerEnd.Incomplete, 0), (reader.End(), reader.Usage.Input + next.Usage.Input));
        }
    }

    [Fact]
    public void Two_answers_at_once_do_not_mix()
    {
        var codec = ProviderCodecs.All[0];
        var readers = Enumerable.Range(1, 3).Select(_ => codec.ReadAnswer(codec.Match("POST", "/chat/completions")!, "application/json")).ToList();
        foreach (var piece in new[] { "{\"usage\":{\"prompt_", "tokens\":" })
        {
            readers.ForEach(reader => reader.Read(Splits.Utf8(piece)));
        }

        for (var i = 0; i < readers.Count; i++)
        {
            readers[i].Read(Splits.Utf8($"{i + 1}}}}}"));
            Assert.Equal((AnswerEnd.Complete, i + 1), (readers[i].End(), (int)readers[i].Usage.Input));
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

        Assert.Equal(0, Allocations.Of(() => reader.Read(piece)));
        reader.Read("\"}\n\ndata: [DONE]\n\n"u8);
        Assert.Equal(AnswerEnd.Complete, reader.End());
    }
}
