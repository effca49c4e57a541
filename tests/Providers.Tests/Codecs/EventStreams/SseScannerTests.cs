using System.Net.ServerSentEvents;
using System.Text;
using CsCheck;
using MultiplexCluster.Providers.Codecs.EventStreams;
using Xunit;

namespace MultiplexCluster.Providers.Tests.Codecs.EventStreams;

public class SseScannerTests
{
    [Theory]
    [InlineData("data: a\n\n", "|a;")]
    [InlineData("data:a\r\n\r\n", "|a;")]
    [InlineData("data: a\r\rdata: b\r\r", "|a;|b;")]
    [InlineData("data: a\r\n\rdata: b\n\r\n", "|a;|b;")]
    [InlineData("event: ping\ndata: {}\n\n", "ping|{};")]
    [InlineData("data: x\nevent: late\n\ndata: y\n\n", "late|x;|y;")]
    [InlineData("event: a\nevent: b\ndata: x\n\n", "b|x;")]
    [InlineData("data: one\ndata: two\ndata:\ndata\n\n", "|one\ntwo\n\n;")]
    [InlineData("data:  two blanks\n\n", "| two blanks;")]
    [InlineData(": keepalive\n\n:\n\ndata: a\n\n", "|a;")]
    [InlineData("\uFEFFdata: a\n\n", "|a;")]
    [InlineData("id: 1\nretry: 5\nnonsense\ndata: a\n\n", "|a;")]
    [InlineData("event: lonely\n\ndata: a\n\n", "|a;")]
    [InlineData("datax: a\ndat: b\n DATA: c\n\n", "")]
    [InlineData("data: Grüße 😀\n\n", "|Grüße 😀;")]
    [InlineData("data: [DONE]\n\n", "DONE|[DONE];")]
    [InlineData("data:[DONE] \r\n\r\n", "DONE|[DONE] ;")]
    [InlineData("data: [DONE]\n", "DONE|[DONE];")]
    [InlineData("data: [DONE]", "DONE|[DONE];")]
    [InlineData("data: [DONE", "")]
    [InlineData("data: [DONE]x\n\n", "|[DONE]x;")]
    [InlineData("data: {\"a\":1}\n", "")]
    [InlineData("event: skip\ndata: a\ndata: b\n\ndata: c\n\n", "skip|;|c;")]
    [InlineData("event: skip\r\ndata:[DONE]\r\n\r\n", "skip|;")]
    [InlineData("data: a\nevent: skip\ndata: b\n\n", "skip|a\nb;")]
    [InlineData("event: skip\nevent: not\ndata: b\n\n", "not|b;")]
    public void A_stream_is_split_into_the_same_events_wherever_it_is_cut(string stream, string events)
    {
        Assert.Equal(events, Splits.SameEverywhere(Splits.Utf8(stream), EventsOf));
    }

    [Fact]
    public void A_name_over_the_limit_is_none()
    {
        Assert.Equal("|a;", EventsOf(feed => feed(Splits.Utf8($"event: {new string('x', 65)}\ndata: a\n\n"))));
        Assert.Equal($"{new string('x', 64)}|a;", EventsOf(feed => feed(Splits.Utf8($"event: {new string('x', 64)}\ndata: a\n\n"))));
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("data: a\n\n", true)]
    [InlineData("data: a\n\n: comment\n", true)]
    [InlineData("data: a\n", false)]
    [InlineData("data: a", false)]
    [InlineData("event: a\n", false)]
    [InlineData(": comm", false)]
    public void The_scanner_knows_whether_an_event_is_pending(string stream, bool isBetween)
    {
        var scanner = new SseScanner(new RecordingSink());
        scanner.Read(Splits.Utf8(stream));

        Assert.Equal(isBetween, scanner.IsBetweenEvents);
    }

    /// <summary>Names are left out: the platform's parser carries the name of an event without data over to the next, against the standard.</summary>
    [Fact]
    public void Any_stream_has_the_data_the_platforms_parser_finds() =>
        Gen.OneOf("data: ", "data:", "data", "event: ", "event:", "id: 1", ":", " ", "x", "é", "\n", "\n", "\r", "\r\n", "\n\n", "\uFEFF")
            .Array[0, 20].Select(string.Concat).Sample(stream =>
            {
                var expected = string.Concat(SseParser.Create(new MemoryStream(Splits.Utf8(stream)))
                    .Enumerate().Select(item => $"{item.Data};"));
                var events = Splits.SameEverywhere(Splits.Utf8(stream), EventsOf);
                Assert.Equal(expected, string.Concat(events.Split(';')[..^1].Select(item => $"{item.Split('|')[1]};")));
            }, iter: 5_000);

    [Fact]
    public void Random_bytes_never_throw() =>
        Gen.Byte.Array[0, 80].Sample(bytes => Splits.SameEverywhere(bytes, EventsOf), iter: 1_000);

    private static string EventsOf(Action<Splits.Feed> feed)
    {
        var sink = new RecordingSink();
        var scanner = new SseScanner(sink);
        feed(scanner.Read);
        scanner.End();
        return sink.Events;
    }

    private sealed class RecordingSink : ISseSink
    {
        private readonly List<byte> _data = [];

        public string Events { get; private set; } = string.Empty;

        public bool SkipsData(ReadOnlySpan<byte> name) => name.SequenceEqual("skip"u8);

        public void OnData(ReadOnlySpan<byte> piece) => _data.AddRange(piece);

        public void OnEvent(ReadOnlySpan<byte> name, bool isDone)
        {
            Events += $"{(isDone ? "DONE" : Encoding.UTF8.GetString(name))}|{Encoding.UTF8.GetString([.. _data])};";
            _data.Clear();
        }
    }
}
