using System.Text;
using CsCheck;
using MultiplexCluster.Providers.Codecs.WebSockets;
using Xunit;

namespace MultiplexCluster.Providers.Tests.Codecs.WebSockets;

public class FrameScannerTests
{
    private static readonly byte[] Mask = [1, 2, 3, 250];

    [Fact]
    public void Messages_are_told_wherever_the_stream_is_split()
    {
        byte[] stream =
        [
            .. Frames.Text("one"),
            .. Frames.Text("tw", isFinal: false), .. Frames.Text("ping", opcode: 9), .. Frames.Text("o", opcode: 0),
            .. Frames.Text(""), .. Frames.Text(new string('x', 300), opcode: 2), .. Frames.Close(1000, "bye"),
        ];

        Assert.Equal($"one|two||{new string('x', 300)}| closed 1000 bye", Splits.SameEverywhere(stream, Told));
    }

    [Fact]
    public void A_long_message_is_told_in_pieces()
    {
        var told = Told(feed => feed(Frames.Text(new string('y', 70_000))));

        Assert.Equal(new string('y', 70_000) + "|", told);
    }

    [Theory]
    [InlineData(1011, "quota", false)]
    [InlineData(1000, "", true)]
    [InlineData(4000, "own", true)]
    public void The_close_frame_is_read_masked_or_not(int code, string reason, bool masked)
    {
        byte[] stream = [.. Frames.Text("x", mask: masked ? Mask : null), .. Frames.Close(code, reason, masked ? Mask : null)];

        Assert.Equal($"closed {code} {reason}", Splits.SameEverywhere(stream, feed =>
        {
            var frames = new FrameScanner(null);
            feed(frames.Read);
            return frames.IsBetweenFrames && frames.IsClosed ? $"closed {frames.CloseCode} {frames.CloseReason}" : "no";
        }));
    }

    [Fact]
    public void A_close_frame_without_a_code_has_none()
    {
        var frames = new FrameScanner(null);
        frames.Read(Frames.Of(8, []));

        Assert.Equal((true, FrameScanner.NoCode, ""), (frames.IsClosed, frames.CloseCode, frames.CloseReason));
    }

    [Theory]
    [InlineData(new byte[] { 0xC1, 0x00 })]
    [InlineData(new byte[] { 0x83, 0x00 })]
    [InlineData(new byte[] { 0x89, 0x7E, 0x01, 0x00 })]
    [InlineData(new byte[] { 0x09, 0x00 })]
    [InlineData(new byte[] { 0x81, 0x7F, 0x80, 0, 0, 0, 0, 0, 0, 0 })]
    public void What_is_no_frame_breaks_it_and_nothing_more_is_told(byte[] bytes)
    {
        var sink = new Sink();
        var frames = new FrameScanner(sink);

        frames.Read(bytes);
        frames.Read(Frames.Text("after"));

        Assert.Equal((true, false, ""), (frames.IsBroken, frames.IsBetweenFrames, sink.Text.ToString()));
    }

    [Fact]
    public void Frames_made_here_are_read_back() => Gen.Select(Gen.Int[1000, 4999], Gen.Char['a', 'z'].Array[0, 123], Gen.Bool)
        .Sample((code, letters, fromClient) =>
        {
            var frames = new FrameScanner(null);
            frames.Read(CloseFrame.Of(code, new string(letters), fromClient).Span);
            return frames.IsClosed && frames.IsBetweenFrames && frames.CloseCode == code && frames.CloseReason == new string(letters);
        });

    [Fact]
    public void Random_bytes_never_throw() => Gen.Byte.Array[0, 400].Array[0, 6].Sample(pieces =>
    {
        var frames = new FrameScanner(new Sink());
        foreach (var piece in pieces)
        {
            frames.Read(piece);
        }

        return frames.CloseReason.Length <= 123;
    });

    private static string Told(Action<Splits.Feed> feed)
    {
        var sink = new Sink();
        var frames = new FrameScanner(sink);
        feed(frames.Read);
        return frames.IsClosed ? $"{sink.Text} closed {frames.CloseCode} {frames.CloseReason}" : sink.Text.ToString();
    }

    private sealed class Sink : IFrameSink
    {
        internal StringBuilder Text { get; } = new();

        public void OnPayload(ReadOnlySpan<byte> piece) => Text.Append(Encoding.Latin1.GetString(piece));

        public void OnMessage() => Text.Append('|');
    }
}
