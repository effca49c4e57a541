using System.Buffers;
using System.Text;
using System.Text.Json;
using CsCheck;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Providers.Tests.Codecs;
using MultiplexCluster.Providers.Translation;
using MultiplexCluster.Providers.Translation.Streams;
using Xunit;

namespace MultiplexCluster.Providers.Tests.Translation.Fuzz;

public class StreamFuzzTests
{
    public static TheoryData<ProviderKind> Targets() => [.. Corpus.Streams.Select(stream => stream.Target)];

    [Theory]
    [MemberData(nameof(Targets))]
    public void A_stream_says_the_same_wherever_it_is_cut(ProviderKind target) =>
        Assert.EndsWith(" DONE", Transcript.Of(target, Corpus.Streams.Single(s => s.Target == target).Stream, usage: true), StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Targets))]
    public void A_stream_that_breaks_off_anywhere_ends_in_an_error(ProviderKind target)
    {
        var (_, stream, completeAt) = Corpus.Streams.Single(s => s.Target == target);
        var bytes = Splits.Utf8(stream);
        var whole = Translate(target, [bytes]).Output;
        for (var length = 0; length <= bytes.Length; length++)
        {
            var (output, translator) = Translate(target, [bytes[..length]]);
            var events = Transcript.Events(output).ToList();

            Assert.Equal(length >= completeAt, translator.IsComplete);
            Assert.Equal(length >= completeAt, events[^1] == "[DONE]");
            Assert.Equal(length >= completeAt, events[^1].Contains("broke off", StringComparison.Ordinal) is false);
            Assert.All(events[..^1], text => Assert.Contains(text, whole, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Any_stream_becomes_events_and_one_end()
    {
        var (complete, failed) = (0, 0);
        Gen.Select(
            Gen.OneOf([.. Corpus.Streams.Select(s => Spoiled(s.Stream).Select(bytes => (s.Target, bytes)))]),
            Gen.Int[1, 50]).Sample(
            (input, piece) =>
            {
                var (target, bytes) = input;
                var (output, translator) = Translate(target, bytes.Chunk(piece));
                var events = Transcript.Events(output).ToList();

                Assert.True(translator.IsOver);
                Assert.Equal(translator.IsComplete, events[^1] == "[DONE]");
                Assert.All(events[..^1], text => Assert.False(text == "[DONE]" || Parse(text).TryGetProperty("error", out _), text));
                Assert.True(translator.IsComplete || Parse(events[^1]).TryGetProperty("error", out _));
                Assert.Equal(output, Translate(target, [bytes]).Output);
                Interlocked.Increment(ref translator.IsComplete ? ref complete : ref failed);
            },
            iter: 10_000);
        Assert.True(Math.Min(complete, failed) > 1_000, $"{complete} complete, {failed} failed");
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void An_event_of_any_length_costs_at_most_what_is_held(ProviderKind target)
    {
        var output = new ArrayBufferWriter<byte>();
        var translator = Translations.Chat(target)!.OpenStream(Translating.Context());
        var piece = new byte[65_536];
        Array.Fill(piece, (byte)'x');
        var before = GC.GetAllocatedBytesForCurrentThread();
        translator.Feed("data: {\"a\":\""u8, output);
        for (var i = 0; i < 1_000; i++)
        {
            translator.Feed(piece, output);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 * ChatStreamTranslator.MaxEventBytes);
        Assert.Contains("too long", Encoding.UTF8.GetString(output.WrittenSpan), StringComparison.Ordinal);
        Assert.True(translator.IsOver && !translator.IsComplete);
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void A_long_stream_costs_no_more_per_event(ProviderKind target)
    {
        var text = Corpus.Streams.Single(s => s.Target == target).Stream.Split("\n\n").First(frame => frame.Contains('é', StringComparison.Ordinal)) + "\n\n";
        var output = new ArrayBufferWriter<byte>(65_536);
        var translator = Translations.Chat(target)!.OpenStream(Translating.Context());
        var bytes = Splits.Utf8(text);
        translator.Feed(bytes, output);

        var perThousand = Allocations.Of(() =>
        {
            output.ResetWrittenCount();
            translator.Feed(bytes, output);
        });

        Assert.InRange(perThousand, 0, 1_000 * 512);
        Assert.False(translator.IsOver);
    }

    private static Gen<byte[]> Spoiled(string stream) => Gen.Frequency(
        (5, Mutations.RetypedEvents(stream)),
        (4, Mutations.Spoiled(stream)),
        (1, Gen.Byte.Array[0, 60]));

    private static (string Output, ChatStreamTranslator Translator) Translate(ProviderKind target, IEnumerable<byte[]> pieces)
    {
        var output = new ArrayBufferWriter<byte>();
        var translator = Translations.Chat(target)!.OpenStream(Translating.Context(usage: true));
        foreach (var piece in pieces)
        {
            translator.Feed(piece, output);
        }

        translator.End(output);
        translator.End(output);
        return (Encoding.UTF8.GetString(output.WrittenSpan), translator);
    }

    private static JsonElement Parse(string text)
    {
        using var parsed = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 1_000 });
        return parsed.RootElement.Clone();
    }
}
