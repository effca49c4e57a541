using CsCheck;
using MultiplexCluster.Providers.Codecs.Json;
using MultiplexCluster.Providers.Codecs.Requests;
using Xunit;

namespace MultiplexCluster.Providers.Tests.Codecs.Requests;

public class RequestHeadTests
{
    [Theory]
    [InlineData("""{"model":"gpt-4o","stream":true}""", "True gpt-4o Text True")]
    [InlineData("""{"messages":[{"model":"x","stream":true}],"model":"gpt-4o"}""", "True gpt-4o Text False")]
    [InlineData("""{"model":"a","model":"b","stream":true,"stream":false}""", "True b Text False")]
    [InlineData("""{"model":"a","model":5}""", "True  Count False")]
    [InlineData("""{"model":null,"stream":"true"}""", "True  Null False")]
    [InlineData("""{"model":"open\u0061i/x"}""", "True openai/x Text False")]
    [InlineData("{}", "True  None False")]
    [InlineData("[]", "False  None False")]
    [InlineData("\"x\"", "False  None False")]
    [InlineData("", "False  None False")]
    [InlineData("""{"model":"a" """, "False a Text False")]
    [InlineData("""{"model":"a"}}""", "False a Text False")]
    public void The_head_is_read_wherever_the_body_is_split(string body, string head)
    {
        Assert.Equal(head, Splits.SameEverywhere(Splits.Utf8(body), feed =>
        {
            var read = Read(feed);
            return $"{read.IsObject} {read.Model} {read.ModelKind} {read.Stream}";
        }));
    }

    [Theory]
    [InlineData("""{"stream":true}""", JsonKind.None, JsonKind.None)]
    [InlineData("""{"stream_options":{"include_usage":true}}""", JsonKind.ObjectStart, JsonKind.True)]
    [InlineData("""{"stream_options":{"include_usage":true},"stream_options":null}""", JsonKind.Null, JsonKind.None)]
    public void Stream_options_are_read(string body, JsonKind options, JsonKind includeUsage)
    {
        var read = Read(feed => feed(Splits.Utf8(body)));

        Assert.Equal((options, includeUsage), (read.StreamOptionsKind, read.IncludeUsageKind));
    }

    [Theory]
    [InlineData("""{"background":true}""", true)]
    [InlineData("""{"background":true,"background":false}""", false)]
    [InlineData("""{"background":"transparent"}""", false)]
    [InlineData("""{"metadata":{"background":true}}""", false)]
    public void A_background_call_says_so(string body, bool isBackground) =>
        Assert.Equal(isBackground, Splits.SameEverywhere(Splits.Utf8(body), feed => Read(feed).IsBackground));

    [Fact]
    public void A_model_over_256_bytes_is_none()
    {
        var read = Read(feed => feed(Splits.Utf8($$"""{"model":"{{new string('m', 257)}}"}""")));

        Assert.Equal((null, JsonKind.LongText), (read.Model, read.ModelKind));
    }

    [Fact]
    public void Random_bytes_never_throw() => Gen.Byte.Array[0, 100].Sample(bytes => Read(feed => feed(bytes)).Standing >= 0);

    private static RequestHead Read(Action<Splits.Feed> feed)
    {
        var head = new RequestHead();
        feed(head.Read);
        return head;
    }
}
