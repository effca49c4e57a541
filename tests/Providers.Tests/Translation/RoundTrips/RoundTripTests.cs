using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Providers.Tests.Codecs;
using MultiplexCluster.Providers.Translation;
using Xunit;
using static MultiplexCluster.Providers.Tests.Translation.Translating;

namespace MultiplexCluster.Providers.Tests.Translation.RoundTrips;

/// <summary>A program sends back what it got, and gets the same whether it streams or not.</summary>
public class RoundTripTests
{
    private static readonly Gen<(Said, int)> Cases = Gen.Select(Said.Any, Gen.Int[1, 5]);

    [Fact]
    public void Claude_gets_its_words_back_as_it_said_them() => Said.Any.Sample(
        said => Same(said.ClaudeBlocks().ToJsonString(), SentBack(ProviderKind.Anthropic, said, ClaudeAnswer(said))["messages"]![1]!["content"]),
        iter: 300);

    [Fact]
    public void Gemini_gets_its_words_and_signatures_back_as_it_said_them() => Said.Any.Sample(
        said => Same(said.GeminiParts().ToJsonString(), SentBack(ProviderKind.Gemini, said, GeminiAnswer(said))["contents"]![1]!["parts"]),
        iter: 300);

    [Fact]
    public void Claudes_stream_adds_up_to_its_answer() => Cases.Sample(
        (said, piece) => AssertSame(Whole(ProviderKind.Anthropic, ClaudeAnswer(said)), Assembled(ProviderKind.Anthropic, said.ClaudeStream(piece))),
        iter: 300);

    [Fact]
    public void Geminis_stream_adds_up_to_its_answer() => Cases.Sample(
        (said, piece) => AssertSame(Whole(ProviderKind.Gemini, GeminiAnswer(said)), Assembled(ProviderKind.Gemini, said.GeminiStream(piece))),
        iter: 300);

    private static string ClaudeAnswer(Said said) => new JsonObject
    {
        ["content"] = said.ClaudeBlocks(),
        ["stop_reason"] = said.Calls.Count > 0 ? "tool_use" : "end_turn",
    }.ToJsonString();

    private static string GeminiAnswer(Said said) => new JsonObject
    {
        ["candidates"] = new JsonArray(new JsonObject { ["content"] = new JsonObject { ["parts"] = said.GeminiParts() }, ["finishReason"] = "STOP" }),
    }.ToJsonString();

    private static JsonNode SentBack(ProviderKind target, Said said, string answer)
    {
        var message = Whole(target, answer)["message"]!.DeepClone();
        var results = said.Calls.Select(call => new JsonObject { ["role"] = "tool", ["tool_call_id"] = call.Id, ["content"] = "result" });
        var request = new JsonObject
        {
            ["model"] = "m",
            ["messages"] = new JsonArray([new JsonObject { ["role"] = "user", ["content"] = "Hi" }, message, .. results]),
        };
        return Body(Request(Translations.Chat(target)!, request.ToJsonString()));
    }

    private static JsonNode Whole(ProviderKind target, string answer) => JsonNode.Parse(Answer(Translations.Chat(target)!, answer))!["choices"]![0]!;

    private static void AssertSame(JsonNode whole, (string Content, List<JsonObject> Calls, string? Finish) assembled)
    {
        Assert.Equal((string?)whole["message"]!["content"] ?? string.Empty, assembled.Content);
        Assert.Equal((string?)whole["finish_reason"], assembled.Finish);
        var calls = whole["message"]!["tool_calls"]?.AsArray() ?? [];
        Assert.Equal(calls.Select(Call), assembled.Calls.Select(Call));
    }

    // The id, the name and the arguments, as JSON.
    private static string Call(JsonNode? call) =>
        $"{call!["id"]} {call["function"]!["name"]} {JsonNode.Parse((string)call["function"]!["arguments"]!)!.ToJsonString()} {call["extra_content"]?.ToJsonString()}";

    private static (string Content, List<JsonObject> Calls, string? Finish) Assembled(ProviderKind target, string stream)
    {
        var output = new ArrayBufferWriter<byte>();
        var translator = Translations.Chat(target)!.OpenStream(Context());
        translator.Feed(Splits.Utf8(stream), output);
        translator.End(output);
        Assert.True(translator.IsComplete);

        var (content, calls, finish) = (new StringBuilder(), new List<JsonObject>(), (string?)null);
        foreach (var choice in Transcript.Events(Encoding.UTF8.GetString(output.WrittenSpan)).SkipLast(1).Select(text => JsonNode.Parse(text)!["choices"]![0]!))
        {
            content.Append((string?)choice["delta"]!["content"]);
            finish = (string?)choice["finish_reason"] ?? finish;
            foreach (var call in choice["delta"]!["tool_calls"]?.AsArray() ?? [])
            {
                Take(calls, call!.AsObject());
            }
        }

        return (content.ToString(), calls, finish);
    }

    private static void Take(List<JsonObject> calls, JsonObject piece)
    {
        var index = (int)piece["index"]!;
        if (index == calls.Count)
        {
            calls.Add(piece.DeepClone().AsObject());
            return;
        }

        var function = calls[index]["function"]!;
        function["arguments"] = (string)function["arguments"]! + (string)piece["function"]!["arguments"]!;
    }
}
