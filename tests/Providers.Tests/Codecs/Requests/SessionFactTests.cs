using System.Text;
using MultiplexCluster.Providers.Codecs.Requests;
using Xunit;

namespace MultiplexCluster.Providers.Tests.Codecs.Requests;

public sealed class SessionFactTests
{
    [Theory]
    [InlineData("""{"prompt_cache_key":"k"}""", "k")]
    [InlineData("""{"prompt_cache_key":"k","a":{"prompt_cache_key":"x"}}""", "k")]
    [InlineData("""{"prompt_cache_key":""}""", null)]
    [InlineData("""{"prompt_cache_key":null}""", null)]
    [InlineData("""{"prompt_cache_key":7}""", null)]
    [InlineData("""{"metadata":{"prompt_cache_key":"x"}}""", null)]
    public void The_cache_key_is_a_text_at_the_top(string body, string? expected) => Assert.Equal(expected, Read(body).CacheKey);

    [Theory]
    [InlineData("""{"system":[{"type":"text","text":"a","cache_control":{"type":"ephemeral"}|}],"messages":[]}""")]
    [InlineData("""{"tools":[{"name":"t","cache_control":{"type":"ephemeral"}|}],"system":[{"cache_control":{}}]}""")]
    [InlineData("""{"messages":[{"role":"user","content":[{"text":"a"},{"text":"b","cache_control":{}|}]},{"content":[{"cache_control":{}}]}]}""")]
    public void The_first_cache_marker_ends_where_its_object_does(string marked)
    {
        var end = marked.IndexOf('|', StringComparison.Ordinal);
        var body = marked.Remove(end, 1);

        for (var split = 0; split < body.Length; split++)
        {
            Assert.Equal(end, Read(body, split).FirstMarkerEnd);
        }
    }

    [Theory]
    [InlineData("""{"system":"a","messages":[{"content":"cache_control"}]}""")]
    [InlineData("""{"system":[{"cache_control":null}],"cache_control":{"type":"ephemeral"}}""")]
    public void Without_a_marker_there_is_none(string body) => Assert.Equal(0, Read(body).FirstMarkerEnd);

    private static RequestHead Read(string body, int split = 0)
    {
        var head = new RequestHead(findsCacheMarkers: true);
        var bytes = Encoding.UTF8.GetBytes(body);
        head.Read(bytes.AsSpan(0, split));
        head.Read(bytes.AsSpan(split));
        Assert.True(head.IsObject);
        return head;
    }
}
