using CsCheck;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Providers.Relay.Objects;
using MultiplexCluster.Providers.Tests.Codecs;
using Xunit;

namespace MultiplexCluster.Providers.Tests.Relay.Objects;

public class MadeObjectReaderTests
{
    private const string Created = "event: response.created\ndata: {\"type\":\"response.created\",\"response\":{\"id\":\"resp_1\",\"object\":\"response\"}}\n\n";
    private const string Delta = "event: response.output_text.delta\ndata: {\"id\":\"no\",\"delta\":\"x\"}\n\n";

    [Theory]
    [InlineData(ProviderKind.OpenAi, """{"id":"file-1","object":"file"}""", "file-1")]
    [InlineData(ProviderKind.OpenAi, """{"object":"vector_store","name":"my/store","id":"vs_1"}""", "vs_1")]
    [InlineData(ProviderKind.OpenAi, """{"id":"upload_1","object":"upload","file":{"id":"file-2"}}""", "upload_1 file-2")]
    [InlineData(ProviderKind.OpenAi, """{"id":"run_1","object":"thread.run","thread_id":"thread_1"}""", "run_1 thread_1")]
    [InlineData(ProviderKind.OpenAi, """{"output":[{"id":"msg_1"}],"id":"resp_2"}""", "resp_2")]
    [InlineData(ProviderKind.OpenAi, """{"id":5}""", "")]
    [InlineData(ProviderKind.OpenAi, "<html>", "")]
    [InlineData(ProviderKind.Anthropic, """{"id":"msgbatch_1","type":"message_batch"}""", "msgbatch_1")]
    [InlineData(ProviderKind.Gemini, """{"name":"cachedContents/a","model":"models/m"}""", "cachedContents/a")]
    [InlineData(ProviderKind.Gemini, """{"file":{"name":"files/b","displayName":"x/y"}}""", "files/b")]
    [InlineData(ProviderKind.Gemini, """{"name":"plain"}""", "")]
    [InlineData(ProviderKind.Gemini, """{"id":"interaction-1"}""", "interaction-1")]
    public void The_id_of_what_was_made_is_found_in_a_document(ProviderKind provider, string answer, string ids) =>
        Assert.Equal(ids, Found(provider, false, answer));

    [Theory]
    [InlineData(Created + Delta, "resp_1")]
    [InlineData(Delta + Created, "resp_1")]
    [InlineData("data: {\"id\":\"chatcmpl-1\",\"choices\":[]}\n\ndata: {\"id\":\"chatcmpl-2\"}\n\ndata: [DONE]\n\n", "chatcmpl-1")]
    [InlineData("event: thread.run.created\ndata: {\"id\":\"run_1\",\"thread_id\":\"thread_1\"}\n\n", "run_1 thread_1")]
    [InlineData(": ping\n\ndata: nonsense\n\n" + Created, "resp_1")]
    public void And_in_a_stream(string answer, string ids) => Assert.Equal(ids, Found(ProviderKind.OpenAi, true, answer));

    [Fact]
    public void It_gives_up_where_none_comes()
    {
        List<string> found = [];
        var reader = new MadeObjectReader(ProviderKind.OpenAi, isEventStream: true, found.Add);
        var delta = Splits.Utf8(Delta);
        for (var i = 0; i < 300 * 1024 / delta.Length; i++)
        {
            reader.Read(delta);
        }

        reader.Read(Splits.Utf8(Created));

        Assert.Empty(found);
    }

    [Fact]
    public void It_never_throws() => Gen.Select(Gen.Byte.Array[0, 100], Gen.Bool).Sample((bytes, isEventStream) =>
        new MadeObjectReader(ProviderKind.Gemini, isEventStream, _ => { }).Read(bytes));

    private static string Found(ProviderKind provider, bool isEventStream, string answer) =>
        Splits.SameEverywhere(Splits.Utf8(answer), feed =>
        {
            List<string> found = [];
            var reader = new MadeObjectReader(provider, isEventStream, found.Add);
            feed(reader.Read);
            return string.Join(' ', found);
        });
}
