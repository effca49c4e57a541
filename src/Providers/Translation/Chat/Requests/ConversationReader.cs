using System.Text.Json;
using MultiplexCluster.Providers.Translation.Json;
using MultiplexCluster.Providers.Translation.Parameters;

namespace MultiplexCluster.Providers.Translation.Chat.Requests;

/// <summary>Reads <c>messages</c>.</summary>
internal sealed class ConversationReader(ReadOnlyMemory<byte> body, RequestNotes notes)
{
    private readonly Conversation _conversation = new();
    private readonly ContentReader _content = new(body, notes);
    private readonly ToolCallReader _calls = new(notes);

    /// <summary>The conversation; what is wrong with it stands in the notes.</summary>
    public Conversation Read(JsonElement messages)
    {
        if (messages.ValueKind != JsonValueKind.Array || messages.GetArrayLength() == 0)
        {
            notes.Refuse(
                messages.IsGiven() ? RefusalReason.InvalidType : RefusalReason.MissingParameter,
                "messages",
                "'messages' must be an array of at least one message.");
            return _conversation;
        }

        var index = 0;
        foreach (var message in messages.EnumerateArray())
        {
            ReadMessage(new PartPath(index++), message);
        }

        if (_conversation.Turns.Count == 0)
        {
            notes.Refuse(RefusalReason.InvalidValue, "messages", "'messages' must have a message that says something beside the instructions.");
        }

        return _conversation;
    }

    private void ReadMessage(PartPath path, JsonElement message)
    {
        if (message.Member("name"u8).IsGiven())
        {
            notes.Ignore("messages[].name");
        }

        var role = message.Member("role"u8);
        if (role.Is("user"u8))
        {
            Add(Speaker.User, _content.Read(path, message, ContentKinds.User));
        }
        else if (role.Is("assistant"u8))
        {
            ReadAssistant(path, message);
        }
        else if (role.Is("tool"u8))
        {
            ReadToolResult(path, message);
        }
        else if (role.Is("system"u8) || role.Is("developer"u8))
        {
            _conversation.Instructions.AddRange(_content.Read(path, message, ContentKinds.Text).OfType<TextPart>());
        }
        else
        {
            notes.Refuse(
                RefusalReason.InvalidValue, path.Of("role"), $"'{path.Of("role")}' must be system, developer, user, assistant or tool.");
        }
    }

    private void ReadAssistant(PartPath path, JsonElement message)
    {
        if (message.Member("function_call"u8).IsGiven())
        {
            notes.Refuse(RefusalReason.UnsupportedParameter, path.Of("function_call"), "'function_call' is not supported; use 'tool_calls'.");
        }

        if (message.Member("audio"u8).IsGiven())
        {
            notes.Refuse(RefusalReason.UnsupportedParameter, path.Of("audio"), "The model's earlier audio is not known to this provider.");
        }

        Add(Speaker.Assistant, _content.Read(path, message, ContentKinds.Assistant));
        Add(Speaker.Assistant, _calls.Read(path, message.Member("tool_calls"u8)));
    }

    private void ReadToolResult(PartPath path, JsonElement message)
    {
        var id = message.Member("tool_call_id"u8).Text();
        var texts = _content.Read(path, message, ContentKinds.Text).OfType<TextPart>().ToList();
        if (id is not null && _calls.NameOf(id) is { } name)
        {
            _conversation.Add(Speaker.Tool, new ToolResultPart(path, id, name, texts));
            return;
        }

        notes.Refuse(
            RefusalReason.InvalidValue, path.Of("tool_call_id"), $"'{path.Of("tool_call_id")}' must name a tool call of an earlier message.");
    }

    private void Add(Speaker speaker, List<ChatPart> parts)
    {
        foreach (var part in parts)
        {
            _conversation.Add(speaker, part);
        }
    }
}
