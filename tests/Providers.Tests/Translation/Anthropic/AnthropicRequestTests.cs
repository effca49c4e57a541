using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Providers.Codecs;
using MultiplexCluster.Providers.Translation;
using MultiplexCluster.Providers.Translation.Anthropic;
using Xunit;
using static MultiplexCluster.Providers.Tests.Translation.Translating;

namespace MultiplexCluster.Providers.Tests.Translation.Anthropic;

public class AnthropicRequestTests
{
    private const ProviderKind Claude = ProviderKind.Anthropic;
    private const string Call = """{"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{\"a\":1}"}},{"id":"c.2","type":"function","function":{"name":"g","arguments":""}}]}""";
    private const string Results = """{"role":"tool","tool_call_id":"c1","content":"one"},{"role":"tool","tool_call_id":"c.2","content":[{"type":"text","text":"two"}]}""";

    private static readonly IChatTranslation Chat = Translations.Chat(Claude)!;

    // providers.md §2: path, required header.
    [Theory]
    [InlineData("", false, false)]
    [InlineData("\"stream\":true", true, false)]
    [InlineData("\"stream\":true,\"stream_options\":{\"include_usage\":true}", true, true)]
    [InlineData("\"stream\":false,\"stream_options\":null", false, false)]
    public void A_call_goes_to_messages(string members, bool streams, bool usage)
    {
        var request = Request(Chat, ChatRequest(members));

        Assert.Equal(("POST", "/v1/messages", streams, usage), (request.Method, request.Path, request.Streams, request.Wishes.IncludesUsage));
        Assert.Equal([new("anthropic-version", "2023-06-01")], request.Headers);
        Assert.NotNull(ProviderCodecs.For(Claude).Match(request.Method, request.Path));
        Assert.Equal((Model, streams), ((string?)Body(request)["model"], (bool)Body(request)["stream"]!));
    }

    [Theory]
    [InlineData("", "max_tokens", "8192")]
    [InlineData("\"max_tokens\":5", "max_tokens", "5")]
    [InlineData("\"max_tokens\":5,\"max_completion_tokens\":7", "max_tokens", "7")]
    [InlineData("\"temperature\":0.30", "temperature", "0.30")]
    [InlineData("\"top_p\":1", "top_p", "1")]
    [InlineData("\"top_k\":40", "top_k", "40")]
    [InlineData("\"stop\":\"END\"", "stop_sequences", "[\"END\"]")]
    [InlineData("\"stop\":[\"a\",\"\",\"b\"]", "stop_sequences", "[\"a\",\"b\"]")]
    [InlineData("\"stop\":null", "stop_sequences", "null")]
    [InlineData("\"user\":\"u-1\"", "metadata", "{\"user_id\":\"u-1\"}")]
    [InlineData("\"response_format\":{\"type\":\"text\"}", "output_config", "null")]
    [InlineData("\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"n\",\"strict\":true,\"schema\":{\"type\":\"object\"}}}", "output_config", "{\"format\":{\"type\":\"json_schema\",\"schema\":{\"type\":\"object\"}}}")]
    public void A_parameter_is_put_in_claudes_terms(string members, string name, string value) =>
        Assert.Equal(value, Translating.Chat(Claude, members)[name]?.ToJsonString() ?? "null");

    [Theory]
    [InlineData("", "null")]
    [InlineData("\"tool_choice\":\"auto\"", "null")]
    [InlineData("\"parallel_tool_calls\":true", "null")]
    [InlineData("\"tool_choice\":\"none\",\"parallel_tool_calls\":false", "{\"type\":\"none\"}")]
    [InlineData("\"tool_choice\":\"required\"", "{\"type\":\"any\"}")]
    [InlineData("\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"f\"}}", "{\"type\":\"tool\",\"name\":\"f\"}")]
    [InlineData("\"parallel_tool_calls\":false", "{\"type\":\"auto\",\"disable_parallel_tool_use\":true}")]
    [InlineData("\"tool_choice\":\"required\",\"parallel_tool_calls\":false", "{\"type\":\"any\",\"disable_parallel_tool_use\":true}")]
    public void The_choice_of_tools_is_translated(string members, string choice)
    {
        var separator = members.Length > 0 ? "," : string.Empty;
        var body = Translating.Chat(Claude, members + separator + "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}]");

        Assert.Equal(choice, body["tool_choice"]?.ToJsonString() ?? "null");
    }

    [Fact]
    public void Tools_carry_their_schemas_and_one_without_takes_no_arguments() => Same(
        """[{"name":"f","description":"d","input_schema":{"type":"object","properties":{"a":{"type":"string"}}}},{"name":"g","input_schema":{"type":"object","properties":{}}},{"name":"h","input_schema":{"type":"object","properties":{}}}]""",
        Translating.Chat(Claude, """
            "tools":[{"type":"function","function":{"name":"f","description":"d","strict":false,
              "parameters":{"type":"object","properties":{"a":{"type":"string"}}}}},
              {"type":"function","function":{"name":"g"}},{"type":"function","function":{"name":"h","parameters":{}}}]
            """)["tools"]);

    [Fact]
    public void Instructions_stand_apart_in_their_order() => Same(
        """{"system":[{"type":"text","text":"A"},{"type":"text","text":"B"},{"type":"text","text":"C"}],"messages":[{"role":"user","content":[{"type":"text","text":"Hi"}]}]}""",
        Only(Messages(Claude, """{"role":"system","content":"A"},{"role":"user","content":"Hi"},{"role":"developer","content":[{"type":"text","text":"B"},{"type":"text","text":"C"}]}"""), "system", "messages"));

    [Fact]
    public void Turns_alternate_and_empty_ones_are_left_out() => Same(
        """[{"role":"user","content":[{"type":"text","text":"1"},{"type":"text","text":"2"}]},{"role":"assistant","content":[{"type":"text","text":"3"},{"type":"text","text":"no"}]},{"role":"user","content":[{"type":"text","text":"4"}]}]""",
        Messages(Claude, """{"role":"user","content":"1"},{"role":"assistant","content":""},{"role":"user","content":[{"type":"text","text":"2"},{"type":"text","text":""}]},{"role":"assistant","content":"3","refusal":"no"},{"role":"user","content":"4"}""")["messages"]);

    [Fact]
    public void Results_in_a_row_and_the_next_words_are_one_message() => Same(
        """
        [{"role":"user","content":[{"type":"text","text":"Hi"}]},
         {"role":"assistant","content":[{"type":"tool_use","id":"c1","name":"f","input":{"a":1}},{"type":"tool_use","id":"c_2","name":"g","input":{}}]},
         {"role":"user","content":[{"type":"tool_result","tool_use_id":"c1","content":[{"type":"text","text":"one"}]},
           {"type":"tool_result","tool_use_id":"c_2","content":[{"type":"text","text":"two"}]},{"type":"text","text":"go on"}]}]
        """,
        Messages(Claude, $$"""{"role":"user","content":"Hi"},{{Call}},{{Results}},{"role":"user","content":"go on"}""")["messages"]);

    [Fact]
    public void A_result_may_be_empty() => Same(
        """{"type":"tool_result","tool_use_id":"c1"}""",
        Messages(Claude, $$"""{{Call}},{"role":"tool","tool_call_id":"c1","content":""}""")["messages"]![1]!["content"]![0]);

    [Theory]
    [InlineData("""{"type":"image_url","image_url":{"url":"https://x/y.png"}}""", """{"type":"image","source":{"type":"url","url":"https://x/y.png"}}""")]
    [InlineData("""{"type":"image_url","image_url":{"url":"data:image/PNG;base64,AA\/+","detail":"low"}}""", """{"type":"image","source":{"type":"base64","media_type":"image/png","data":"AA/+"}}""")]
    [InlineData("""{"type":"file","file":{"file_data":"data:application/pdf;base64,AAAA","filename":"a.pdf"}}""", """{"type":"document","source":{"type":"base64","media_type":"application/pdf","data":"AAAA"},"title":"a.pdf"}""")]
    [InlineData("""{"type":"file","file":{"file_data":"data:text/plain;charset=utf-8;base64,SMOp"}}""", """{"type":"document","source":{"type":"text","media_type":"text/plain","data":"Hé"}}""")]
    public void Media_become_blocks(string part, string block) =>
        Same(block, Messages(Claude, $$"""{"role":"user","content":[{{part}}]}""")["messages"]![0]!["content"]![0]);

    [Theory]
    [InlineData("\"n\":2", "n", RefusalReason.UnsupportedParameter)]
    [InlineData("\"logprobs\":true", "logprobs", RefusalReason.UnsupportedParameter)]
    [InlineData("\"top_logprobs\":3", "top_logprobs", RefusalReason.UnsupportedParameter)]
    [InlineData("\"logit_bias\":{\"1\":2}", "logit_bias", RefusalReason.UnsupportedParameter)]
    [InlineData("\"modalities\":[\"text\",\"audio\"]", "modalities", RefusalReason.UnsupportedParameter)]
    [InlineData("\"audio\":{\"voice\":\"v\"}", "audio", RefusalReason.UnsupportedParameter)]
    [InlineData("\"temperature\":1.5", "temperature", RefusalReason.InvalidValue)]
    [InlineData("\"temperature\":\"hot\"", "temperature", RefusalReason.InvalidType)]
    [InlineData("\"max_tokens\":0", "max_tokens", RefusalReason.InvalidValue)]
    [InlineData("\"max_tokens\":1.5", "max_tokens", RefusalReason.InvalidType)]
    [InlineData("\"stream\":\"yes\"", "stream", RefusalReason.InvalidType)]
    [InlineData("\"stop\":[1]", "stop", RefusalReason.InvalidType)]
    [InlineData("\"user\":7", "user", RefusalReason.InvalidType)]
    [InlineData("\"response_format\":{\"type\":\"json_object\"}", "response_format", RefusalReason.UnsupportedValue)]
    [InlineData("\"tool_choice\":\"required\"", "tool_choice", RefusalReason.InvalidValue)]
    [InlineData("\"tools\":[{\"type\":\"custom\",\"custom\":{\"name\":\"x\"}}]", "tools[0]", RefusalReason.UnsupportedValue)]
    [InlineData("\"tempratur\":1", "tempratur", RefusalReason.UnknownParameter)]
    public void What_the_answer_depends_on_is_refused_by_name(string members, string param, RefusalReason reason)
    {
        var refusal = Refusal(Chat, ChatRequest(members));

        Assert.Equal((param, reason), (refusal.Param, refusal.Reason));
    }

    [Theory]
    [InlineData("", "messages")]
    [InlineData("""{"role":"system","content":"only"}""", "messages")]
    [InlineData("""{"role":"wizard","content":"x"}""", "messages[0].role")]
    [InlineData("""{"role":"user"}""", "messages[0].content")]
    [InlineData("""{"role":"user","content":[{"type":"text"}]}""", "messages[0].content[0].text")]
    [InlineData("""{"role":"user","content":[{"type":"input_audio","input_audio":{"data":"AA","format":"wav"}}]}""", "messages[0].content[0].type")]
    [InlineData("""{"role":"user","content":[{"type":"file","file":{"file_id":"file-1"}}]}""", "messages[0].content[0].file")]
    [InlineData("""{"role":"user","content":[{"type":"file","file":{"file_data":"data:application/zip;base64,AA"}}]}""", "messages[0].content[0].type")]
    [InlineData("""{"role":"user","content":[{"type":"file","file":{"file_data":"data:text/plain;base64,/w=="}}]}""", "messages[0].content[0].file.file_data")]
    [InlineData("""{"role":"user","content":[{"type":"image_url","image_url":{"url":"ftp://x"}}]}""", "messages[0].content[0].image_url.url")]
    [InlineData("""{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png,raw"}}]}""", "messages[0].content[0].image_url.url")]
    [InlineData("""{"role":"system","content":[{"type":"image_url","image_url":{"url":"https://x"}}]}""", "messages[0].content[0].type")]
    [InlineData("""{"role":"user","content":"x"},{"role":"tool","tool_call_id":"nobody","content":"x"}""", "messages[1].tool_call_id")]
    [InlineData("""{"role":"assistant","tool_calls":[{"id":"1","function":{"name":"f","arguments":"[1]"}}]}""", "messages[0].tool_calls[0].function.arguments")]
    [InlineData("""{"role":"assistant","tool_calls":[{"function":{"name":"f"}}]}""", "messages[0].tool_calls[0]")]
    [InlineData("""{"role":"assistant","function_call":{"name":"f"}}""", "messages[0].function_call")]
    [InlineData("7", "messages[0].role")]
    public void A_message_that_cannot_be_told_is_refused_by_its_place(string messages, string param) =>
        Assert.Equal(param, Refusal(Chat, $$"""{"model":"m","messages":[{{messages}}]}""").Param);

    [Fact]
    public void What_the_answer_does_not_depend_on_is_listed()
    {
        var request = Request(Chat, """
            {"model":"m","messages":[{"role":"user","name":"Ann","content":"Hi"}],"seed":1,"frequency_penalty":0.5,"n":1,"logprobs":false,"store":null,
             "reasoning_effort":"low","modalities":["text"],"logit_bias":{},"tools":[{"type":"function","function":{"name":"f","strict":true}}]}
            """);

        Assert.Equal(["seed", "frequency_penalty", "reasoning_effort", "messages[].name", "tools[].function.strict"], request.Ignored);
        Assert.Equal(AnthropicRequest.DefaultMaxTokens, (int)Body(request)["max_tokens"]!);
    }

    private static System.Text.Json.Nodes.JsonObject Only(System.Text.Json.Nodes.JsonNode body, params string[] names) =>
        new(names.Select(name => KeyValuePair.Create(name, body[name]?.DeepClone())));
}
