using System.Buffers;
using System.Text;
using CsCheck;
using MultiplexCluster.Providers.Relay.Answers;
using Xunit;

namespace MultiplexCluster.Providers.Tests.Relay.Answers;

public class UsageWithholdingTests
{
    private const int BufferSize = 512;

    private const string One = "data: {\"id\":\"c\",\"choices\":[{\"delta\":{\"content\":\"a\\\"usage\\\":{\"}}],\"usage\":null}";
    private const string Last = "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}],\"usage\":{\"total_tokens\":3}}";
    private const string Usage = "data: {\"id\":\"c\",\"choices\":[],\"usage\":{\"prompt_tokens\":1,\"total_tokens\":3}}";
    private const string SpacedUsage = "data:{ \"usage\" : { \"total_tokens\": 3 } , \"choices\" : [ ] }";
    private const string Done = "data: [DONE]";

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public void Only_the_usage_chunk_is_withheld_wherever_the_stream_is_split(string newLine)
    {
        var stream = Join(newLine, ": comment", One, One, Last, Usage, SpacedUsage, Done);

        for (var piece = 1; piece <= stream.Length; piece++)
        {
            Assert.Equal(Join(newLine, ": comment", One, One, Last, Done), Pass(stream, piece));
        }
    }

    [Theory]
    [InlineData("data: {\"choices\":[],\"usage\":null}")]
    [InlineData("data: {\"choices\":[],\"usage\":5}")]
    [InlineData("data: {\"usage\":{\"total_tokens\":3}}")]
    [InlineData("data: {\"choices\":[],\"x\":{\"usage\":{}}}")]
    [InlineData("data: {\"x\":{\"choices\":[]},\"usage\":{}}")]
    [InlineData("data: {\"choices\":[],\"usage\":{\"total_tokens\":3}")]
    [InlineData("data: {\"choices\":[],\"usage\":{}} trailing")]
    [InlineData("data: [{\"choices\":[],\"usage\":{}}]")]
    [InlineData("data: \"usage\":{")]
    [InlineData("event: x")]
    [InlineData("")]
    public void Whatever_is_not_exactly_that_chunk_passes(string frame)
    {
        var stream = Join("\n", One, frame, Done);

        Assert.Equal(stream, Pass(stream, piece: 7));
    }

    [Fact]
    public void An_event_that_is_too_long_for_the_buffer_passes_and_the_next_are_framed_right()
    {
        var longer = $"data: {new string('x', 3 * BufferSize)}";
        var lines = $"data: {new string('y', BufferSize)}\ndata: {{\"choices\":[],\"usage\":{{}}}}";
        for (var piece = 1; piece < 40; piece++)
        {
            Assert.Equal(Join("\n", longer, lines, Done), Pass(Join("\n", longer, Usage, lines, Usage, Done), piece));
        }
    }

    [Fact]
    public void Random_streams_lose_nothing_but_usage_chunks()
    {
        string[] frames = [One, Last, Usage, SpacedUsage, Done, ": x", "event: e\ndata: 1\ndata: 2", $"data: {new string('z', BufferSize + 9)}"];
        var frame = Gen.Int[0, frames.Length - 1].Select(i => frames[i]);
        Gen.Select(frame.Array[0, 12], Gen.Int[1, 200]).Sample((some, piece) =>
            Pass(Join("\n", some), piece) == Join("\n", [.. some.Where(f => f is not (Usage or SpacedUsage))]));
    }

    [Fact]
    public void Random_bytes_pass_whole() => Gen.Select(Gen.Char["\r\n:dat{}\" "].Array[0, 2000], Gen.Int[1, 600])
        .Sample((text, piece) => Pass(new string(text), piece) == new string(text));

    private static string Join(string newLine, params string[] frames) =>
        string.Concat(frames.Select(frame => frame.Replace("\n", newLine, StringComparison.Ordinal) + newLine + newLine));

    // As the pump does it: what is not done with goes to the front, and what is left at the end is passed on.
    private static string Pass(string stream, int piece)
    {
        var bytes = Encoding.UTF8.GetBytes(stream);
        var output = new ArrayBufferWriter<byte>();
        var withholding = new UsageWithholding();
        var buffer = new byte[BufferSize];
        var filled = 0;
        for (var at = 0; at < bytes.Length;)
        {
            var count = Math.Min(Math.Min(piece, bytes.Length - at), buffer.Length - filled);
            Assert.True(count > 0, "no room was left");
            bytes.AsSpan(at, count).CopyTo(buffer.AsSpan(filled));
            (at, filled) = (at + count, filled + count);
            var done = withholding.Pass(buffer.AsSpan(0, filled), filled == buffer.Length, output);
            buffer.AsSpan(done, filled - done).CopyTo(buffer);
            filled -= done;
        }

        output.Write(buffer.AsSpan(0, filled));
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
