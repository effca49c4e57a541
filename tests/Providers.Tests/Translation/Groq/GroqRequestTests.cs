using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Providers.Codecs;
using MultiplexCluster.Providers.Translation;
using Xunit;
using static MultiplexCluster.Providers.Tests.Translation.Translating;

namespace MultiplexCluster.Providers.Tests.Translation.Groq;

public class GroqRequestTests
{
    private static readonly IChatTranslation Chat = Translations.Chat(ProviderKind.Groq)!;

    // providers.md §4, "Paths"; the surface's prefix and /openai/v1 are the codec's.
    [Fact]
    public void What_groq_knows_goes_as_it_is()
    {
        var request = Request(Chat, """
            {"model":"groq/m","messages":[{"role":"user","content":"Hi"}],"max_tokens":5,"temperature":0.70,"stop":["a"],"seed":1,"stream":true,
             "stream_options":{"include_usage":true,"include_obfuscation":false},"tools":[{"type":"function","function":{"name":"f"}}],"tool_choice":"auto","parallel_tool_calls":false,
             "response_format":{"type":"json_object"},"reasoning_effort":"low","user":"u","top_k":4,"service_tier":"auto","n":1,"max_completion_tokens":null}
            """);

        Same(
            """
            {"model":"the-model","messages":[{"role":"user","content":"Hi"}],"max_tokens":5,"temperature":0.70,"stop":["a"],"seed":1,"stream":true,
             "tools":[{"type":"function","function":{"name":"f"}}],"tool_choice":"auto","parallel_tool_calls":false,
             "response_format":{"type":"json_object"},"reasoning_effort":"low","user":"u","stream_options":{"include_usage":true}}
            """,
            Body(request));
        Assert.Equal(("/chat/completions", true, true), (request.Path, request.Streams, request.Wishes.IncludesUsage));
        Assert.Equal(["top_k", "service_tier"], request.Ignored);
        Assert.NotNull(ProviderCodecs.For(ProviderKind.Groq).Match(request.Method, request.Path));
    }

    [Theory]
    [InlineData("""{"role":"developer","content":"x","name":"n"}""", """{"role":"system","content":"x"}""")]
    [InlineData("""{"role":"assistant","content":null,"refusal":"no","reasoning_content":"r"}""", """{"role":"assistant","content":"no"}""")]
    [InlineData("""{"role":"assistant","content":[{"type":"refusal","refusal":"no"}]}""", """{"role":"assistant","content":[{"type":"text","text":"no"}]}""")]
    [InlineData("""{"role":"user","content":[{"type":"text","text":"x"},{"type":"image_url","image_url":{"url":"https://x"}}]}""", """{"role":"user","content":[{"type":"text","text":"x"},{"type":"image_url","image_url":{"url":"https://x"}}]}""")]
    [InlineData("""{"role":"assistant","tool_calls":[{"id":"1","type":"function","function":{"name":"f","arguments":"{}"},"extra_content":{}}]}""", """{"role":"assistant","tool_calls":[{"id":"1","type":"function","function":{"name":"f","arguments":"{}"}}]}""")]
    [InlineData("""{"role":"tool","tool_call_id":"1","content":"x"}""", """{"role":"tool","content":"x","tool_call_id":"1"}""")]
    public void A_message_has_only_what_groq_knows(string message, string sent) => Same(sent, Messages(ProviderKind.Groq, message)["messages"]![0]);

    [Theory]
    [InlineData("\"n\":2", "n")]
    [InlineData("\"logprobs\":true", "logprobs")]
    [InlineData("\"top_logprobs\":1", "top_logprobs")]
    [InlineData("\"logit_bias\":{\"1\":1}", "logit_bias")]
    [InlineData("\"stream\":7", "stream")]
    [InlineData("\"messages\":7", "messages")]
    [InlineData("\"messages\":[{\"content\":\"x\"}]", "messages[0].role")]
    [InlineData("\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"input_audio\"}]}]", "messages[0].content[0].type")]
    [InlineData("\"messages\":[{\"role\":\"assistant\",\"audio\":{\"id\":\"a\"}}]", "messages[0]")]
    public void What_groq_cannot_do_is_refused_by_name(string members, string param) =>
        Assert.Equal(param, Refusal(Chat, ChatRequest(members)).Param);
}
