using CsCheck;
using MultiplexCluster.Providers.Codecs.Json;
using MultiplexCluster.Providers.Codecs.Requests;
using Xunit;

namespace MultiplexCluster.Providers.Tests.Codecs.Requests;

public class ObjectReferenceTests
{
    [Theory]
    [InlineData("""{"model":"m","previous_response_id":"resp_1"}""", "resp_1")]
    [InlineData("""{"conversation":"conv_1"}""", "conv_1")]
    [InlineData("""{"conversation":{"id":"conv_2"}}""", "conv_2")]
    [InlineData("""{"input_file_id":"file-1","endpoint":"/v1/responses"}""", "file-1")]
    [InlineData("""{"training_file":"file-1","validation_file":"file-2"}""", "file-1 file-2")]
    [InlineData("""{"input":[{"role":"user","content":[{"type":"input_file","file_id":"file-3"},{"type":"input_text","text":"file-4"}]}]}""", "file-3")]
    [InlineData("""{"messages":[{"role":"user","content":[{"type":"file","file":{"file_id":"file-5"}}]}]}""", "file-5")]
    [InlineData("""{"tools":[{"type":"file_search","vector_store_ids":["vs_1","vs_2"]},{"type":"code_interpreter","container":"cntr_1"}]}""", "vs_1 vs_2 cntr_1")]
    [InlineData("""{"tools":[{"container":{"type":"auto","file_ids":["file-6"]}}]}""", "file-6")]
    [InlineData("""{"assistant_id":"asst_1","tool_resources":{"file_search":{"vector_store_ids":["vs_3"]}}}""", "asst_1 vs_3")]
    [InlineData("""{"name":"store","file_ids":["file-7","file-8"]}""", "file-7 file-8")]
    [InlineData("""{"container":"container_1","messages":[{"role":"user","content":[{"type":"document","source":{"type":"file","file_id":"file_9"}}]}]}""", "container_1 file_9")]
    [InlineData("""{"cachedContent":"cachedContents/abc","contents":[]}""", "cachedContents/abc")]
    [InlineData("""{"contents":[{"parts":[{"fileData":{"fileUri":"https://generativelanguage.googleapis.com/v1beta/files/xyz"}}]}]}""", "files/xyz")]
    [InlineData("""{"contents":[{"parts":[{"file_data":{"file_uri":"https://h/v1beta/files/xyz","mime_type":"a/b"}}]}]}""", "files/xyz")]
    [InlineData("""{"batch":{"inputConfig":{"fileName":"files/in"}}}""", "files/in")]
    [InlineData("""{"contents":[{"parts":[{"fileData":{"fileUri":"https://www.youtube.com/watch?v=files"}}]}]}""", "")]
    [InlineData("""{"contents":[{"parts":[{"fileData":{"fileUri":"https://h/files/a/b"}}]}]}""", "")]
    [InlineData("""{"messages":[{"role":"user","content":"previous_response_id"}],"metadata":{"file_id":"x"}}""", "")]
    [InlineData("""{"previous_response_id":null,"conversation":5,"file_ids":[1,{"a":"b"}],"container":""}""", "")]
    public void The_objects_that_a_body_names_are_found_wherever_it_is_split(string body, string objects) => Assert.Equal(
        objects,
        Splits.SameEverywhere(Splits.Utf8(body), feed => string.Join(' ', Read(feed).Objects ?? [])));

    [Fact]
    public void No_more_than_eight_are_kept_and_each_once()
    {
        var ids = string.Join(',', Enumerable.Range(0, 50).Select(i => $"\"file-{i / 2}\""));

        Assert.Equal(Enumerable.Range(0, 8).Select(i => $"file-{i}"), Read(feed => feed(Splits.Utf8($$"""{"file_ids":[{{ids}}]}"""))).Objects);
    }

    [Fact]
    public void An_id_over_256_bytes_is_none() =>
        Assert.Null(Read(feed => feed(Splits.Utf8($$"""{"previous_response_id":"{{new string('r', 257)}}"}"""))).Objects);

    [Theory]
    [InlineData("""{"store":true}""", true)]
    [InlineData("""{"store":false}""", false)]
    [InlineData("""{"store":null}""", null)]
    [InlineData("{}", null)]
    public void Whether_the_answer_is_stored_is_read(string body, bool? stores) =>
        Assert.Equal(stores, Read(feed => feed(Splits.Utf8(body))).Stores);

    [Fact]
    public void A_body_without_objects_costs_no_more_than_before()
    {
        var body = Splits.Utf8("""{"model":"gpt-4o","messages":[{"role":"user","content":[{"type":"text","text":"hi"}]}],"tools":[{"type":"function","function":{"name":"f"}}]}""");
        var sink = new Nothing();
        var scanner = new JsonScanner(new JsonPaths(("model", 0)), sink);
        var plain = Allocations.Of(() =>
        {
            scanner.Reset();
            scanner.Read(body);
        });
        var head = Allocations.Of(() => Read(feed => feed(body)));
        var empty = Allocations.Of(() => Read(_ => { }));

        Assert.Equal(0, plain);

        // The model's name is all that is made of it.
        Assert.InRange(head - empty, 0, 100_000);
    }

    [Fact]
    public void Spoiled_bodies_never_throw() => Gen.Select(Gen.Byte.Array[0, 20], Gen.Int[0, 80]).Sample((spoil, at) =>
    {
        var body = Splits.Utf8("""{"file_ids":["a"],"contents":[{"parts":[{"fileData":{"fileUri":"https://h/files/a"}}]}]}""");
        Read(feed =>
        {
            feed(body.AsSpan(0, at));
            feed(spoil);
            feed(body.AsSpan(at));
        });
    });

    private static RequestHead Read(Action<Splits.Feed> feed)
    {
        var head = new RequestHead();
        feed(head.Read);
        return head;
    }

    private sealed class Nothing : IJsonSink
    {
        public void OnValue(int slot, in JsonValue value)
        {
        }

        public void OnClosed(int slot)
        {
        }
    }
}
