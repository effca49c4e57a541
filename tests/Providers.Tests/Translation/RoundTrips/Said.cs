using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;

namespace MultiplexCluster.Providers.Tests.Translation.RoundTrips;

/// <summary>What a model says in one answer.</summary>
internal sealed record Said(string Text, IReadOnlyList<(string Id, string Name, JsonObject Arguments)> Calls)
{
    private static readonly Gen<string> Words = Gen.OneOf("a", "é", "😀", "\"", "\\", "\n", "\u0001", "</script>", " ", "data: ", "\u2028").Array[0, 8].Select(string.Concat);

    private static readonly Gen<JsonObject> Arguments = Gen.Select(Words, Gen.Int, Words.Array[0, 3]).Select((text, number, list) =>
        new JsonObject { ["text"] = text, ["number"] = number, ["list"] = new JsonArray([.. list.Select(item => (JsonNode)item)]), ["none"] = null });

    /// <summary>Any answer, with text or calls or both.</summary>
    public static Gen<Said> Any { get; } = Gen.Select(Words, Arguments.Array[0, 3])
        .Where((text, arguments) => text.Length > 0 || arguments.Length > 0)
        .Select((text, arguments) => new Said(text, [.. arguments.Select((json, i) => ($"id_{i}", $"tool{i}", json))]));

    /// <summary>As the content of Claude's message.</summary>
    public JsonArray ClaudeBlocks() =>
    [
        .. Text.Length > 0 ? [new JsonObject { ["type"] = "text", ["text"] = Text }] : Array.Empty<JsonNode>(),
        .. Calls.Select(call => new JsonObject { ["type"] = "tool_use", ["id"] = call.Id, ["name"] = call.Name, ["input"] = call.Arguments.DeepClone() }),
    ];

    /// <summary>As the parts of Gemini's content, the calls signed.</summary>
    public JsonArray GeminiParts() =>
    [
        .. Text.Length > 0 ? [new JsonObject { ["text"] = Text }] : Array.Empty<JsonNode>(),
        .. Calls.Select(call => new JsonObject
        {
            ["functionCall"] = new JsonObject { ["id"] = call.Id, ["name"] = call.Name, ["args"] = call.Arguments.DeepClone() },
            ["thoughtSignature"] = $"signature of {call.Id}",
        }),
    ];

    /// <summary>Claude's stream of it, text and arguments in pieces of this many characters.</summary>
    public string ClaudeStream(int piece)
    {
        var events = new List<JsonObject>
        {
            new() { ["type"] = "message_start", ["message"] = new JsonObject { ["id"] = "m", ["model"] = "c", ["usage"] = new JsonObject { ["input_tokens"] = 1 } } },
        };
        foreach (var block in ClaudeBlocks().Select(node => node!.AsObject()))
        {
            var isText = (string?)block["type"] == "text";
            var whole = isText ? Text : block["input"]!.ToJsonString();
            var start = block.DeepClone().AsObject();
            start[isText ? "text" : "input"] = isText ? JsonValue.Create("") : new JsonObject();
            events.Add(new() { ["type"] = "content_block_start", ["content_block"] = start });
            events.AddRange(Pieces(whole, piece).Select(part => new JsonObject
            {
                ["type"] = "content_block_delta",
                ["delta"] = isText
                    ? new JsonObject { ["type"] = "text_delta", ["text"] = part }
                    : new JsonObject { ["type"] = "input_json_delta", ["partial_json"] = part },
            }));
            events.Add(new() { ["type"] = "content_block_stop" });
        }

        events.Add(new() { ["type"] = "message_delta", ["delta"] = new JsonObject { ["stop_reason"] = Calls.Count > 0 ? "tool_use" : "end_turn" }, ["usage"] = new JsonObject { ["output_tokens"] = 2 } });
        events.Add(new() { ["type"] = "message_stop" });
        return string.Concat(events.Select(data => $"event: {data["type"]}\ndata: {data.ToJsonString()}\n\n"));
    }

    /// <summary>Gemini's stream of it, an event per part and per piece of text.</summary>
    public string GeminiStream(int piece)
    {
        var parts = GeminiParts().SelectMany(part => part!["text"] is { } text
            ? Pieces((string)text!, piece).Select(words => (JsonNode)new JsonObject { ["text"] = words })
            : [part.DeepClone()]);
        var events = parts.Select(part => new JsonObject { ["candidates"] = new JsonArray(new JsonObject { ["content"] = new JsonObject { ["parts"] = new JsonArray(part) } }) });
        return string.Concat(events.Append(new() { ["candidates"] = new JsonArray(new JsonObject { ["finishReason"] = "STOP" }) })
            .Select(data => $"data: {data.ToJsonString()}\r\n\r\n"));
    }

    /// <summary>A printed form, for a failing test.</summary>
    public override string ToString() => JsonSerializer.Serialize(ClaudeBlocks());

    // Whole runes: half of one is no text.
    private static IEnumerable<string> Pieces(string text, int length) =>
        text.EnumerateRunes().Select(rune => rune.ToString()).Chunk(length).Select(runes => string.Concat(runes));
}
