using System.Text;
using CsCheck;
using MultiplexCluster.Providers.Codecs.Requests;
using Xunit;

namespace MultiplexCluster.Providers.Tests.Codecs.Requests;

public class UsageWishTests
{
    private const string Source = "OpenAI reference, chat/create, stream_options";

    [Theory]
    [InlineData(Source, """{"stream":true}""", """{"stream":true,"stream_options":{"include_usage":true}}""")]
    [InlineData(Source, """ { "stream" : true , "model":"m"}""", """ { "stream" : true,"stream_options":{"include_usage":true} , "model":"m"}""")]
    [InlineData(Source, """{"stream_options":null,"stream":true}""", """{"stream_options":{"include_usage":true},"stream":true}""")]
    [InlineData(Source, """{"stream":true,"stream_options":{}}""", """{"stream":true,"stream_options":{"include_usage":true}}""")]
    [InlineData(Source, """{"stream":true,"stream_options":{ }}""", """{"stream":true,"stream_options":{"include_usage":true }}""")]
    [InlineData(Source, """{"stream":true,"stream_options":{"include_obfuscation":false}}""", """{"stream":true,"stream_options":{"include_usage":true,"include_obfuscation":false}}""")]
    [InlineData(Source, """{"stream":true,"stream_options":{"include_usage":false}}""", """{"stream":true,"stream_options":{"include_usage":true}}""")]
    [InlineData(Source, """{"stream":true,"stream_options":{"include_usage":null,"x":[]}}""", """{"stream":true,"stream_options":{"include_usage":true,"x":[]}}""")]
    [InlineData(Source, """{"stream":true,"messages":[{"stream":false,"stream_options":1}]}""", """{"stream":true,"stream_options":{"include_usage":true},"messages":[{"stream":false,"stream_options":1}]}""")]
    public void A_stream_whose_caller_did_not_ask_is_made_to_tell_usage(string source, string body, string sent)
    {
        Assert.NotEmpty(source);
        Assert.Equal(sent, Splits.SameEverywhere(Splits.Utf8(body), feed => Apply(body, UsageWish.For(Read(feed)))));
    }

    [Theory]
    [InlineData("""{"model":"m"}""")]
    [InlineData("""{"stream":false}""")]
    [InlineData("""{"stream":"true"}""")]
    [InlineData("""{"stream":true,"stream_options":{"include_usage":true}}""")]
    [InlineData("""{"stream":true,"stream_options":{"include_usage":"yes"}}""")]
    [InlineData("""{"stream":true,"stream_options":7}""")]
    public void Nothing_is_changed_where_the_caller_asks_itself_or_asks_nonsense(string body) =>
        Assert.Null(UsageWish.For(Read(feed => feed(Splits.Utf8(body)))));

    [Theory]
    [InlineData("""{"model":"openai/gpt-4o"}""", """{"model":"gpt-4o"}""")]
    [InlineData("""{"a":[{"model":"x"}], "model" : "open\u0061i\/gpt-4o" }""", """{"a":[{"model":"x"}], "model" : "gpt-4o" }""")]
    [InlineData("""{"model":"first","model":"openai/gpt-4o"}""", """{"model":"first","model":"gpt-4o"}""")]
    public void The_model_is_replaced_where_it_stands(string body, string sent) =>
        Assert.Equal(sent, Splits.SameEverywhere(Splits.Utf8(body), feed => Apply(body, BodyEdit.OfModel(Read(feed), "gpt-4o"))));

    [Fact]
    public void Whatever_else_the_body_holds_it_stays_JSON_that_asks()
    {
        string[] members = ["\"x\":1", "\"y\":{\"stream\":false}", "\"stream_options\":{}", "\"stream_options\":{\"a\":[]}", "\"stream_options\":null", "\"z\":\"}{\\\"\""];
        var member = Gen.Int[0, members.Length - 1].Select(i => members[i]);
        member.Array[0, 5].Sample(some =>
        {
            var body = "{" + string.Join(", ", some.Append("\"stream\": true")) + "}";
            using var sent = System.Text.Json.JsonDocument.Parse(Apply(body, UsageWish.For(Read(feed => feed(Splits.Utf8(body))))));
            return sent.RootElement.GetProperty("stream_options").GetProperty("include_usage").GetBoolean();
        });
    }

    private static string Apply(string body, BodyEdit? edit) =>
        edit is not { } change ? "unchanged" : body[..(int)change.Span.Start] + Encoding.UTF8.GetString(change.Text.Span) + body[(int)change.Span.End..];

    private static RequestHead Read(Action<Splits.Feed> feed)
    {
        var head = new RequestHead();
        feed(head.Read);
        return head;
    }
}
