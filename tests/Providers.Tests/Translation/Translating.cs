using System.Text;
using System.Text.Json.Nodes;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Providers.Tests.Codecs;
using MultiplexCluster.Providers.Translation;
using Xunit;

namespace MultiplexCluster.Providers.Tests.Translation;

/// <summary>Puts requests and answers through translations.</summary>
internal static class Translating
{
    public const string Model = "the-model";

    public static AnswerContext Context(bool usage = false, bool base64 = false) =>
        new("id-1", Model, DateTimeOffset.FromUnixTimeSeconds(1_700_000_000), new AnswerWishes(usage, base64));

    public static TranslatedRequest Request(ITranslation translation, string body)
    {
        var translated = translation.Translate(Splits.Utf8(body), Model);
        Assert.True(translated is TranslatedRequest, translated.ToString());
        return (TranslatedRequest)translated;
    }

    public static RefusedRequest Refusal(ITranslation translation, string body) =>
        Assert.IsType<RefusedRequest>(translation.Translate(Splits.Utf8(body), Model));

    /// <summary>The translated body of a chat request with one user message and these further members.</summary>
    public static JsonNode Chat(ProviderKind target, string members) => Body(Request(Translations.Chat(target)!, ChatRequest(members)));

    /// <summary>The translated body of these messages.</summary>
    public static JsonNode Messages(ProviderKind target, string messages) =>
        Body(Request(Translations.Chat(target)!, $$"""{"model":"m","messages":[{{messages}}]}"""));

    public static string ChatRequest(string members) =>
        $$"""{"model":"m","messages":[{"role":"user","content":"Hi"}]{{(members.Length > 0 ? "," : string.Empty)}}{{members}}}""";

    public static JsonNode Body(TranslatedRequest request) => JsonNode.Parse(request.Body.Span)!;

    public static string Answer(ITranslation translation, string body)
    {
        var answer = translation.Answer(Splits.Utf8(body), Context());
        Assert.True(answer.IsReadable, Text(answer.Body));
        return Text(answer.Body);
    }

    public static string Error(ITranslation translation, int status, string body) => Text(translation.Error(status, Splits.Utf8(body)));

    public static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);

    /// <summary>The same JSON, whatever the blanks.</summary>
    public static void Same(string expected, JsonNode? actual) =>
        Assert.Equal(JsonNode.Parse(expected)?.ToJsonString(), actual?.ToJsonString());
}
