using System.Text;
using System.Text.Json;
using CsCheck;
using MultiplexCluster.Providers.Codecs.Json;
using Xunit;

namespace MultiplexCluster.Providers.Tests.Codecs.Json;

public class JsonScannerTests
{
    private static readonly JsonPaths Watched = new(
        ("a", 0), ("a.b", 1), ("list[].c", 2), ("list[]", 3), ("[].d", 4), ("", 9));

    private static readonly JsonPaths Nothing = new();

    private static readonly Gen<string> Documents = Gen.Recursive<string>((depth, inner) => depth > 4
        ? Gen.OneOf("1", "\"x\"", "null")
        : Gen.Frequency(
            (3, Gen.OneOf("0", "-12.5e+3", "12", "true", "false", "null", "\"\"", "\"a\\u00e9\\n\"", "\"…\"", "{}", "[]")),
            (2, inner.Array[0, 3].Select(items => $"[{string.Join(" , ", items)}]")),
            (2, inner.Array[0, 3].Select(items =>
                $"{{ {string.Join(",", items.Select((item, i) => $"\"{"abcd"[i]}\" :\t{item}"))}\r\n}}"))));

    [Theory]
    [InlineData("""{"a":5}""", "9=ObjectStart 0=5 9=end")]
    [InlineData("""{"a":{"b":7}}""", "9=ObjectStart 0=ObjectStart 1=7 0=end 9=end")]
    [InlineData("""{"x":{"a":5},"a":true}""", "9=ObjectStart 0=True 9=end")]
    [InlineData("""{"a":1,"a":2}""", "9=ObjectStart 0=1 0=2 9=end")]
    [InlineData("""{"\u0061":null}""", "9=ObjectStart 0=Null 9=end")]
    [InlineData("""{"list":[{"c":"x"},3,[{"c":1}]]}""", "9=ObjectStart 3=ObjectStart 2='x' 3=end 3=3 3=ArrayStart 3=end 9=end")]
    [InlineData("""[{"d":1},{"d":2}]""", "9=ArrayStart 4=1 4=2 9=end")]
    [InlineData("""{"a":"q\"\\\/\b\f\n\r\tA\u00e9\ud83d\ude00"}""", "9=ObjectStart 0='q\"\\/\b\f\n\r\tAé😀' 9=end")]
    [InlineData("""{"a":"\ud83d-\ude00\ud83d"}""", "9=ObjectStart 0='\uFFFD-\uFFFD\uFFFD' 9=end")]
    [InlineData("""{"a":"Grüße"}""", "9=ObjectStart 0='Grüße' 9=end")]
    public void Watched_values_are_told_wherever_the_bytes_are_split(string json, string told)
    {
        Assert.Equal(told, Splits.SameEverywhere(Splits.Utf8(json), feed => Told(feed).Sink.ToString()));
    }

    [Theory]
    [InlineData("0", "0")]
    [InlineData("1000000000000000", "1000000000000000")]
    [InlineData("12.0", "12")]
    [InlineData("12.99", "12")]
    [InlineData("1000000000000001", "Number")]
    [InlineData("99999999999999999999999999999999999999", "Number")]
    [InlineData("1e18", "Number")]
    [InlineData("1e3", "Number")]
    [InlineData("-1", "Number")]
    [InlineData("-0", "Number")]
    public void A_number_is_a_count_or_has_no_value(string number, string told)
    {
        Assert.Equal($"9=ObjectStart 0={told} 9=end", Told(feed => feed(Splits.Utf8($$"""{"a":{{number}}}"""))).Sink.ToString());
    }

    [Fact]
    public void A_string_over_the_limit_is_told_by_its_beginning()
    {
        var json = Splits.Utf8($$"""{"a":"{{new string('x', 1000)}}"}""");

        Assert.Equal("9=ObjectStart 0=long:256 9=end", Told(feed => feed(json)).Sink.ToString());
    }

    [Theory]
    [InlineData("", JsonStanding.Empty)]
    [InlineData(" \n", JsonStanding.Incomplete)]
    [InlineData("{}", JsonStanding.Complete)]
    [InlineData(" [1] \r\n", JsonStanding.Complete)]
    [InlineData("12", JsonStanding.Complete)]
    [InlineData("12.", JsonStanding.Incomplete)]
    [InlineData("tru", JsonStanding.Incomplete)]
    [InlineData("{\"a\":1", JsonStanding.Incomplete)]
    [InlineData("[\"a", JsonStanding.Incomplete)]
    [InlineData("{}{}", JsonStanding.Malformed)]
    [InlineData("{\"a\":1}\n{\"a\":2}", JsonStanding.Malformed)]
    [InlineData("<html>", JsonStanding.Malformed)]
    [InlineData("[DONE]", JsonStanding.Malformed)]
    [InlineData("{\"a\":NaN}", JsonStanding.Malformed)]
    [InlineData("[1,]", JsonStanding.Malformed)]
    [InlineData("{\"a\":1,}", JsonStanding.Malformed)]
    [InlineData("{a:1}", JsonStanding.Malformed)]
    [InlineData("[01]", JsonStanding.Malformed)]
    [InlineData("[1.e2]", JsonStanding.Malformed)]
    [InlineData("[+1]", JsonStanding.Malformed)]
    [InlineData("[}", JsonStanding.Malformed)]
    [InlineData("{\"a\"]", JsonStanding.Malformed)]
    [InlineData("[\"\\x\"]", JsonStanding.Malformed)]
    [InlineData("[\"\\u12g4\"]", JsonStanding.Malformed)]
    [InlineData("[\"\n\"]", JsonStanding.Malformed)]
    [InlineData("[nul1]", JsonStanding.Malformed)]
    [InlineData("\uFEFF{}", JsonStanding.Malformed)]
    public void A_document_is_judged_by_its_grammar(string json, JsonStanding standing)
    {
        Assert.Equal(standing, Splits.SameEverywhere(Splits.Utf8(json), feed => Told(feed).Scanner.Standing));
    }

    [Theory]
    [InlineData(1000, JsonStanding.Complete)]
    [InlineData(1001, JsonStanding.Malformed)]
    public void Nesting_is_bounded(int depth, JsonStanding standing)
    {
        var json = Splits.Utf8(new string('[', depth) + new string(']', depth));

        Assert.Equal(standing, Told(feed => feed(json)).Scanner.Standing);
    }

    [Fact]
    public void Watched_keys_are_found_again_behind_deep_nesting()
    {
        var deep = new string('[', 900) + new string(']', 900);

        Assert.Equal("9=ObjectStart 0=3 9=end", Told(feed => feed(Splits.Utf8($$"""{"x":{{deep}},"a":3}"""))).Sink.ToString());
    }

    [Fact]
    public void Every_well_formed_document_is_complete_and_each_part_of_it_is_not() => Documents.Sample(document =>
    {
        var json = Splits.Utf8($"[{document}]");
        Assert.Equal(JsonStanding.Complete, Splits.SameEverywhere(json, feed => Told(feed).Scanner.Standing));
        for (var length = 1; length < json.Length; length++)
        {
            Assert.Equal(JsonStanding.Incomplete, Told(feed => feed(json.AsSpan(0, length))).Scanner.Standing);
        }
    }, iter: 300);

    [Fact]
    public void Any_text_is_judged_as_the_platforms_parser_judges_it() =>
        Gen.Char["{}[]\",:\\u019-+.eE truefalsn\n"].Array[0, 12].Select(chars => new string(chars)).Sample(text =>
            Assert.Equal(IsJson(text), Told(feed => feed(Splits.Utf8(text))).Scanner.Standing == JsonStanding.Complete), iter: 50_000);

    [Fact]
    public void Random_bytes_never_throw_and_are_read_alike_however_split() =>
        Gen.Byte.Array[0, 60].Sample(
            bytes => Splits.SameEverywhere(bytes, feed => Told(feed) is var (sink, scanner) ? $"{sink} {scanner.Standing}" : null),
            iter: 2_000);

    [Fact]
    public void Scanning_allocates_nothing()
    {
        var scanner = new JsonScanner(Watched, new CountingSink());
        var json = Splits.Utf8("""{"id":"chatcmpl-1","a":{"b":12},"list":[{"c":"text \u00e9"}],"x":[1.5,true,null]}""");
        Scan(scanner, json);

        Assert.Equal(0, Allocations.Of(() => Scan(scanner, json)));
    }

    private static void Scan(JsonScanner scanner, byte[] json)
    {
        scanner.Reset();
        scanner.Read(json);
    }

    private static (RecordingSink Sink, JsonScanner Scanner) Told(Action<Splits.Feed> feed)
    {
        var sink = new RecordingSink();
        var scanner = new JsonScanner(Watched, sink);
        feed(scanner.Read);
        return (sink, scanner);
    }

    private static bool IsJson(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 1000 });
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private sealed class CountingSink : IJsonSink
    {
        private long _count;

        public void OnValue(int slot, in JsonValue value) => _count += value.Count;

        public void OnClosed(int slot) => _count++;
    }
}
