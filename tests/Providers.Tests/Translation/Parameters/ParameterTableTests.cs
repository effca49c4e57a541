using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Providers.Translation;
using MultiplexCluster.Providers.Translation.Anthropic;
using MultiplexCluster.Providers.Translation.Gemini;
using MultiplexCluster.Providers.Translation.Groq;
using MultiplexCluster.Providers.Translation.Parameters;
using Xunit;
using static MultiplexCluster.Providers.Tests.Translation.Translating;

namespace MultiplexCluster.Providers.Tests.Translation.Parameters;

public class ParameterTableTests
{
    private const string Tools = "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}]";

    /// <summary>A value of each chat parameter that asks for something.</summary>
    private static readonly Dictionary<string, string> Asking = new()
    {
        ["max_completion_tokens"] = "6",
        ["max_tokens"] = "5",
        ["temperature"] = "0.5",
        ["top_p"] = "0.5",
        ["top_k"] = "3",
        ["n"] = "2",
        ["stop"] = "\"x\"",
        ["seed"] = "1",
        ["frequency_penalty"] = "0.5",
        ["presence_penalty"] = "0.5",
        ["logprobs"] = "true",
        ["top_logprobs"] = "2,\"logprobs\":true",
        ["logit_bias"] = "{\"1\":1}",
        ["modalities"] = "[\"text\",\"audio\"]",
        ["audio"] = "{\"voice\":\"v\"}",
        ["functions"] = "[{}]",
        ["function_call"] = "\"auto\"",
        ["web_search_options"] = "{}",
        ["reasoning_effort"] = "\"low\"",
        ["response_format"] = "{\"type\":\"json_schema\",\"json_schema\":{\"schema\":{}}}",
        ["stream"] = "true",
        ["stream_options"] = "{\"include_usage\":true}",
        ["tools"] = "[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}]",
        ["tool_choice"] = "\"required\"," + Tools,
        ["parallel_tool_calls"] = "false," + Tools,
        ["user"] = "\"u\"",
        ["verbosity"] = "\"low\"",
        ["metadata"] = "{\"a\":\"b\"}",
        ["store"] = "true",
        ["prediction"] = "{}",
        ["service_tier"] = "\"auto\"",
        ["safety_identifier"] = "\"s\"",
        ["prompt_cache_key"] = "\"k\"",
        ["prompt_cache_retention"] = "\"24h\"",
    };

    private static readonly Dictionary<ProviderKind, ParameterTable> Tables = new()
    {
        [ProviderKind.Anthropic] = AnthropicParameters.Chat,
        [ProviderKind.Gemini] = GeminiParameters.Chat,
        [ProviderKind.Groq] = GroqParameters.Chat,
    };

    public static IEnumerable<object[]> Rules() =>
        from table in Tables
        from rule in table.Value.Rules
        where rule.Name is not ("model" or "messages")
        select new object[] { table.Key, rule.Name };

    [Fact]
    public void Every_table_knows_every_parameter() => Assert.All(
        Tables.Values, table => Assert.Equal([.. Asking.Keys.Concat(["model", "messages"]).Order()], table.Rules.Select(rule => rule.Name).Order()));

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_parameter_is_treated_as_its_table_says(ProviderKind target, string name)
    {
        var rule = Tables[target].Rules.Single(rule => rule.Name == name);
        var chat = Translations.Chat(target)!;
        var body = ChatRequest($"\"{name}\":{Asking[name]}");
        switch (rule.Treatment)
        {
            case Treatment.Refused:
                Assert.Equal((name, RefusalReason.UnsupportedParameter), (Refusal(chat, body).Param, Refusal(chat, body).Reason));
                break;
            case Treatment.Ignored:
                Assert.Equal([name], Request(chat, body).Ignored);
                Assert.Equal(Seen(Request(chat, ChatRequest(""))), Seen(Request(chat, body)));
                break;
            default:
                Assert.Empty(Request(chat, body).Ignored);
                Assert.NotEqual(Seen(Request(chat, ChatRequest(""))), Seen(Request(chat, body)));
                break;
        }
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void Null_asks_for_nothing(ProviderKind target, string name)
    {
        var request = Request(Translations.Chat(target)!, ChatRequest($"\"{name}\":null"));

        Assert.Empty(request.Ignored);
        Assert.Equal(Seen(Request(Translations.Chat(target)!, ChatRequest(""))), Seen(request));
    }

    private static string Seen(TranslatedRequest request) => $"{request.Path} {request.Wishes} {Text(request.Body)}";
}
