using CsCheck;
using MultiplexCluster.Providers.Codecs.Json;
using Xunit;

namespace MultiplexCluster.Providers.Tests.Codecs.Json;

public class JsonSkipTests
{
    private static readonly JsonPaths Watched = new(("a", 0), ("list[].c", 2));

    /// <summary>Strings full of what looks like structure, of every length around the 64 bytes of a block.</summary>
    private static readonly Gen<string> Values = Gen.Recursive<string>((depth, inner) => depth > 5
        ? Gen.OneOf("1", "null")
        : Gen.Frequency(
            (2, Gen.OneOf("0", "-1.5e3", "true", "\"\"", "{}", "[]", "\"]\"", "\"}{[\"")),
            (3, Gen.OneOf("\\\\", "\\\"", "\\u00e9", "]", "}", "{", "[", ":", ",", "x", "é", "xxxxxxxxxxxxx").Array[0, 60].Select(t => $"\"{string.Concat(t)}\"")),
            (2, inner.Array[0, 4].Select(items => $"[{string.Join(", ", items)}]")),
            (2, inner.Array[0, 4].Select(items => $"{{{string.Join(",", items.Select((item, i) => $"\"k{i}\\\\\":{item}"))}}}"))));

    [Fact]
    public void What_is_stepped_over_changes_nothing_of_what_is_told() =>
        Gen.Select(Values, Values, Values).Sample((x, y, z) =>
        {
            var json = Splits.Utf8($$"""{"x":{{x}},"a":1,"list":[{"y":{{y}},"c":2}, {{z}}],"a":{"z":{{z}}},"a":3} """);
            var strict = Told(json, skips: false);
            Assert.EndsWith("Complete", strict, StringComparison.Ordinal);
            Assert.Equal(strict, Splits.SameEverywhere(json, feed => Told(feed, skips: true)));
        }, iter: 300);

    [Theory]
    [InlineData("{\"x\":[", "Incomplete")]
    [InlineData("{\"x\":[\"]", "Incomplete")]
    [InlineData("{\"x\":[\"\\\"]}", "Incomplete")]
    [InlineData("{\"x\":[]", "Incomplete")]
    [InlineData("{\"x\":{\"y\":[1},?],\"a\":7}", "0=7 Complete")]
    [InlineData("{\"x\":[]]}", "Malformed")]
    [InlineData("{\"x\":[]}{}", "Malformed")]
    public void Only_the_end_of_what_is_stepped_over_is_looked_for(string json, string told) =>
        Assert.Equal(told, Splits.SameEverywhere(Splits.Utf8(json), feed => Told(feed, skips: true)));

    [Fact]
    public void A_strict_scanner_sees_what_is_wrong_inside() =>
        Assert.Equal("Malformed", Told(Splits.Utf8("{\"x\":{\"y\":[1},?],\"a\":7}"), skips: false));

    [Fact]
    public void Any_depth_is_stepped_over()
    {
        var deep = new string('[', 100_000) + new string(']', 100_000);

        Assert.Equal("0=3 Complete", Told(Splits.Utf8($$"""{"x":{{deep}},"a":3}"""), skips: true));
    }

    private static string Told(byte[] json, bool skips) => Told(feed => feed(json), skips);

    private static string Told(Action<Splits.Feed> feed, bool skips)
    {
        var sink = new RecordingSink();
        var scanner = new JsonScanner(Watched, sink, skipsUnwatched: skips);
        feed(scanner.Read);
        return $"{sink} {scanner.Standing}".Trim();
    }
}
