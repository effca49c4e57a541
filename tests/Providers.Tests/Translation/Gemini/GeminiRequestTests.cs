using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Providers.Codecs;
using MultiplexCluster.Providers.Tests.Codecs;
using MultiplexCluster.Providers.Translation;
using Xunit;
using static MultiplexCluster.Providers.Tests.Translation.Translating;

namespace MultiplexCluster.Providers.Tests.Translation.Gemini;

public class GeminiRequestTests
{
    private const ProviderKind Google = ProviderKind.Gemini;
    private static readonly IChatTranslation Chat = Translations.Chat(Google)!;

    // providers.md §3, "Paths": the colon stands as it is; alt=sse makes an event stream.
    [Theory]
    [InlineData("gemini-2.5-flash", "", "/v1beta/models/gemini-2.5-flash:generateContent")]
    [InlineData("gemini-2.5-flash", "\"stream\":true", "/v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse")]
    [InlineData("models/x", "", "/v1beta/models/x:generateContent")]
    [InlineData("tunedModels/my-1", "", "/v1beta/tunedModels/my-1:generateContent")]
    [InlineData("a?b#c%", "", "/v1beta/models/a%3Fb%23c%25:generateContent")]
    public void A_call_names_its_model_in_the_path(string model, string members, string path)
    {
        var request = Assert.IsType<TranslatedRequest>(Chat.Translate(Splits.Utf8(ChatRequest(members)), model));

        Assert.Equal((path, members.Length > 0), (request.Path, request.Streams));
        Assert.Empty(request.Headers);
        Assert.NotNull(ProviderCodecs.For(Google).Match(request.Method, path.Split('?')[0]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("models/..")]
    [InlineData("models/a/../b")]
    [InlineData("a b")]
    [InlineData("é")]
    public void A_model_that_is_no_name_is_refused(string model) =>
        Assert.Equal("model", Assert.IsType<RefusedRequest>(Chat.Translate(Splits.Utf8(ChatRequest("")), model)).Param);

    [Theory]
    [InlineData("", "{}")]
    [InlineData("\"max_tokens\":5", "{\"maxOutputTokens\":5}")]
    [InlineData("\"max_tokens\":5,\"max_completion_tokens\":7", "{\"maxOutputTokens\":7}")]
    [InlineData("\"temperature\":1.5,\"top_p\":0.9,\"top_k\":3", "{\"temperature\":1.5,\"topP\":0.9,\"topK\":3}")]
    [InlineData("\"n\":2,\"seed\":7", "{\"candidateCount\":2,\"seed\":7}")]
    [InlineData("\"frequency_penalty\":-0.5,\"presence_penalty\":1", "{\"frequencyPenalty\":-0.5,\"presencePenalty\":1}")]
    [InlineData("\"stop\":[\"a\",\"b\"]", "{\"stopSequences\":[\"a\",\"b\"]}")]
    [InlineData("\"logprobs\":true,\"top_logprobs\":3", "{\"responseLogprobs\":true,\"logprobs\":3}")]
    [InlineData("\"logprobs\":true,\"top_logprobs\":0", "{\"responseLogprobs\":true}")]
    [InlineData("\"logprobs\":false", "{}")]
    [InlineData("\"response_format\":{\"type\":\"json_object\"}", "{\"responseMimeType\":\"application/json\"}")]
    [InlineData("\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"n\",\"schema\":{\"type\":\"object\"}}}", "{\"responseMimeType\":\"application/json\",\"responseJsonSchema\":{\"type\":\"object\"}}")]
    [InlineData("\"reasoning_effort\":\"none\"", "{\"thinkingConfig\":{\"thinkingBudget\":0}}")]
    [InlineData("\"reasoning_effort\":\"low\"", "{\"thinkingConfig\":{\"thinkingBudget\":1024}}")]
    [InlineData("\"reasoning_effort\":\"medium\"", "{\"thinkingConfig\":{\"thinkingBudget\":8192}}")]
    [InlineData("\"reasoning_effort\":\"high\"", "{\"thinkingConfig\":{\"thinkingBudget\":24576}}")]
    public void A_parameter_is_put_in_geminis_terms(string members, string config) =>
        Same(config, Translating.Chat(Google, members)["generationConfig"]);

    [Theory]
    [InlineData("auto", "null")]
    [InlineData("none", "{\"functionCallingConfig\":{\"mode\":\"NONE\"}}")]
    [InlineData("required", "{\"functionCallingConfig\":{\"mode\":\"ANY\"}}")]
    public void The_choice_of_tools_is_translated(string choice, string config)
    {
        var body = Translating.Chat(Google, $$"""
            "tool_choice":"{{choice}}","parallel_tool_calls":true,
            "tools":[{"type":"function","function":{"name":"f","description":"d","parameters":{"type":"object"} } },{"type":"function","function":{"name":"g"} }]
            """);

        Same(config, body["toolConfig"]);
        Same("""[{"functionDeclarations":[{"name":"f","description":"d","parametersJsonSchema":{"type":"object"}},{"name":"g"}]}]""", body["tools"]);
    }

    [Fact]
    public void A_named_tool_is_the_only_one_allowed() => Same(
        """{"functionCallingConfig":{"mode":"ANY","allowedFunctionNames":["f"]}}""",
        Translating.Chat(Google, """
            "tool_choice":{"type":"function","function":{"name":"f"}},"tools":[{"type":"function","function":{"name":"f"}}]
            """)["toolConfig"]);

    [Fact]
    public void Calls_and_results_are_matched_by_name_and_id() => Same(
        """
        {"systemInstruction":{"parts":[{"text":"S"}]},
         "contents":[{"role":"user","parts":[{"text":"Hi"}]},
          {"role":"model","parts":[{"text":"Well"},{"functionCall":{"id":"c1","name":"f","args":{"a":1}},"thoughtSignature":"sig"},{"functionCall":{"id":"c2","name":"g","args":{}}}]},
          {"role":"user","parts":[{"functionResponse":{"id":"c1","name":"f","response":{"result":"one"}}},{"functionResponse":{"id":"c2","name":"g","response":{"result":"two!"}}}]},
          {"role":"user","parts":[{"text":"go on"}]}],
         "generationConfig":{}}
        """,
        Messages(Google, """
            {"role":"system","content":"S"},{"role":"user","content":"Hi"},
            {"role":"assistant","content":"Well","tool_calls":[
              {"id":"c1","type":"function","function":{"name":"f","arguments":"{\"a\":1}"},"extra_content":{"google":{"thought_signature":"sig"}}},
              {"id":"c2","type":"function","function":{"name":"g","arguments":"{}"}}]},
            {"role":"tool","tool_call_id":"c1","content":"one"},
            {"role":"tool","tool_call_id":"c2","content":[{"type":"text","text":"two"},{"type":"text","text":"!"}]},
            {"role":"user","content":"go on"}
            """));

    [Theory]
    [InlineData("""{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}}""", """{"inlineData":{"mimeType":"image/png","data":"AAAA"}}""")]
    [InlineData("""{"type":"image_url","image_url":{"url":"https://x/y.JPG?z=1"}}""", """{"fileData":{"mimeType":"image/jpeg","fileUri":"https://x/y.JPG?z=1"}}""")]
    [InlineData("""{"type":"image_url","image_url":{"url":"https://x/y"}}""", """{"fileData":{"fileUri":"https://x/y"}}""")]
    [InlineData("""{"type":"input_audio","input_audio":{"data":"AAAA","format":"mp3"}}""", """{"inlineData":{"mimeType":"audio/mp3","data":"AAAA"}}""")]
    [InlineData("""{"type":"input_audio","input_audio":{"data":"AAAA","format":"wav"}}""", """{"inlineData":{"mimeType":"audio/wav","data":"AAAA"}}""")]
    [InlineData("""{"type":"file","file":{"file_data":"data:application/pdf;base64,AAAA","filename":"a"}}""", """{"inlineData":{"mimeType":"application/pdf","data":"AAAA"}}""")]
    public void Media_become_parts(string part, string translated) =>
        Same(translated, Messages(Google, $$"""{"role":"user","content":[{{part}}]}""")["contents"]![0]!["parts"]![0]);

    [Theory]
    [InlineData("\"n\":9", "n")]
    [InlineData("\"top_logprobs\":2", "top_logprobs")]
    [InlineData("\"parallel_tool_calls\":false", "parallel_tool_calls")]
    [InlineData("\"reasoning_effort\":\"hard\"", "reasoning_effort")]
    [InlineData("\"logit_bias\":{\"1\":1}", "logit_bias")]
    [InlineData("\"audio\":{}", "audio")]
    [InlineData("\"stream_options\":7", "stream_options")]
    [InlineData("\"stream_options\":{\"include_usage\":1}", "stream_options.include_usage")]
    [InlineData("\"response_format\":{\"type\":\"xml\"}", "response_format")]
    [InlineData("\"response_format\":{\"type\":\"json_schema\"}", "response_format.json_schema.schema")]
    public void What_the_answer_depends_on_is_refused_by_name(string members, string param) =>
        Assert.Equal(param, Refusal(Chat, ChatRequest(members)).Param);
}
