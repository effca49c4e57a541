using System.Text.Json;
using MultiplexCluster.Providers.Translation.Chat.Answers;
using MultiplexCluster.Providers.Translation.Json;

namespace MultiplexCluster.Providers.Translation.Anthropic;

/// <summary>A message as a <c>chat.completion</c>. Blocks other than text, thinking and tool use have no place there.</summary>
internal static class AnthropicAnswer
{
    /// <summary>The body.</summary>
    public static TranslatedAnswer Translate(ReadOnlyMemory<byte> body, AnswerContext context)
    {
        using var parsed = JsonInput.Parse(body);
        var message = parsed?.RootElement ?? default;
        if (message.Member("content"u8).ValueKind != JsonValueKind.Array)
        {
            return TranslatedAnswer.Unreadable;
        }

        var choice = new AnsweredChoice();
        foreach (var block in message.Member("content"u8).EnumerateArray())
        {
            Add(choice, block, context);
        }

        var usage = new AnthropicUsage();
        usage.Take(message.Member("usage"u8));
        return Completion.Write(
            message.Member("id"u8).Or(context.Id),
            message.Member("model"u8).Or(context.Model),
            context.Created,
            usage.Told,
            json => choice.WriteTo(json, 0, StopReasons.Translate(message.Member("stop_reason"u8))));
    }

    private static void Add(AnsweredChoice choice, JsonElement block, AnswerContext context)
    {
        var type = block.Member("type"u8);
        if (type.Is("text"u8))
        {
            choice.Content.Add(block.Member("text"u8));
        }
        else if (type.Is("thinking"u8))
        {
            choice.Reasoning.Add(block.Member("thinking"u8));
        }
        else if (type.Is("tool_use"u8) && block.Member("name"u8) is { ValueKind: JsonValueKind.String } name)
        {
            var id = block.Member("id"u8).Or(CallIds.Of(context.Id, choice.CallCount));
            choice.Add(new AnsweredCall(id, name, block.Member("input"u8), Signature: default));
        }
    }
}
