using System.Text.Json.Nodes;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Providers.Tests.Codecs;
using MultiplexCluster.Providers.Translation;
using Xunit;
using static MultiplexCluster.Providers.Tests.Translation.Translating;

namespace MultiplexCluster.Providers.Tests.Translation;

public class TranslationsTests
{
    public static TheoryData<ProviderKind> Targets() => [ProviderKind.Anthropic, ProviderKind.Gemini, ProviderKind.Groq];

    [Fact]
    public void Every_provider_but_openai_has_its_translations()
    {
        Assert.All(Enum.GetValues<ProviderKind>(), kind => Assert.Equal(kind, Translations.Chat(kind)?.Target ?? ProviderKind.OpenAi));
        Assert.All(Enum.GetValues<ProviderKind>(), kind => Assert.Equal(kind, Translations.Embeddings(kind)?.Target ?? ProviderKind.OpenAi));
        Assert.Throws<ArgumentOutOfRangeException>(() => Translations.Chat((ProviderKind)99));
        Assert.Throws<ArgumentOutOfRangeException>(() => Translations.Embeddings((ProviderKind)99));
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void A_body_that_is_no_object_is_refused(ProviderKind target)
    {
        var deep = $$"""{"model":"m","messages":{{new string('[', 200)}}{{new string(']', 200)}}}""";
        byte[][] bodies =
        [
            [], "7"u8.ToArray(), "[]"u8.ToArray(), "{"u8.ToArray(), "{}{}"u8.ToArray(), [.. "{\"model\":\""u8, 0xFF, .. "\"}"u8],
            Splits.Utf8(deep), "{\"a\\ud800\":1}"u8.ToArray(),
        ];

        Assert.All(bodies, body => Assert.Equal(
            RefusalReason.InvalidJson, Assert.IsType<RefusedRequest>(Translations.Chat(target)!.Translate(body, Model)).Reason));
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void A_huge_body_is_translated_or_refused(ProviderKind target)
    {
        var body = new byte[(128 * 1_024 * 1_024) + 1];
        Array.Fill(body, (byte)'x');
        var (head, tail) = (Splits.Utf8("""{"model":"m","messages":[{"role":"user","content":" """), Splits.Utf8("\"}]}"));
        head.CopyTo(body, 0);
        tail.CopyTo(body, body.Length - tail.Length);
        tail.CopyTo(body, body.Length - 1 - tail.Length);

        Assert.IsType<TranslatedRequest>(Translations.Chat(target)!.Translate(body.AsMemory(0, body.Length - 1), Model));
        Assert.IsType<RefusedRequest>(Translations.Chat(target)!.Translate(body, Model));
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void Half_a_character_in_a_text_is_the_providers_business(ProviderKind target)
    {
        var request = Request(Translations.Chat(target)!, """{"model":"m\ud800","messages":[{"role":"user","content":"\ud83d\ude00 \ud800"}]}""");

        Assert.Contains("\\ud800", Text(request.Body), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void The_last_of_two_members_counts_and_escaped_names_are_names(ProviderKind target) => Same(
        Text(Request(Translations.Chat(target)!, """{"model":"m","messages":[{"role":"user","content":"Hi"}],"temperature":0.5}""").Body),
        Body(Request(Translations.Chat(target)!, """{"model":"m","temperature":1,"messages":[{"role":"\u0075ser","content":"Hi"}],"\u0074emperature":0.5}""")));

    [Fact]
    public void A_refusal_is_openais_error() => Same(
        """{"error":{"message":"Unknown parameter: 'x'.","type":"invalid_request_error","param":"x","code":"unknown_parameter"}}""",
        JsonNode.Parse(Refusal(Translations.Chat(ProviderKind.Anthropic)!, ChatRequest("\"x\":1")).Body().Span));

    [Fact]
    public void Every_reason_has_a_code() => Assert.All(
        Enum.GetValues<RefusalReason>(),
        reason => Assert.NotNull((string?)JsonNode.Parse(new RefusedRequest(reason, null, "m").Body().Span)!["error"]!["code"]));
}
