using System.Globalization;
using System.Text;
using System.Text.Json;
using MultiplexCluster.Providers.Translation.Json;
using MultiplexCluster.Providers.Translation.Parameters;

namespace MultiplexCluster.Providers.Translation.Chat.Requests;

/// <summary>Reads the <c>tool_calls</c> of assistant messages and remembers which tool each called.</summary>
internal sealed class ToolCallReader(RequestNotes notes)
{
    private static readonly byte[] NoArguments = "{}"u8.ToArray();

    private readonly Dictionary<string, string> _nameById = [];

    /// <summary>The tool of an earlier call, or null.</summary>
    public string? NameOf(string callId) => _nameById.GetValueOrDefault(callId);

    /// <summary>The calls of one message.</summary>
    public List<ChatPart> Read(PartPath path, JsonElement calls)
    {
        var parts = new List<ChatPart>();
        if (calls.IsGiven() && calls.ValueKind != JsonValueKind.Array)
        {
            notes.RefuseType(path.Of("tool_calls"), "an array");
        }

        foreach (var call in calls.Items())
        {
            var at = path.Of(string.Create(CultureInfo.InvariantCulture, $"tool_calls[{parts.Count}]"));
            var function = call.Member("function"u8);
            var (id, name) = (call.Member("id"u8).Text(), function.Member("name"u8).Text());
            if (string.IsNullOrEmpty(id) || string.IsNullOrEmpty(name))
            {
                notes.Refuse(RefusalReason.InvalidValue, at, $"'{at}' must have an 'id' and a 'function' with a 'name'.");
                break;
            }

            _nameById[id] = name;
            parts.Add(new ToolCallPart(path, id, name, ArgumentsOf(at, function.Member("arguments"u8)), ThoughtSignature.In(call)));
        }

        return parts;
    }

    private ReadOnlyMemory<byte> ArgumentsOf(string at, JsonElement arguments)
    {
        var text = arguments.Text();
        if (text is "")
        {
            return NoArguments;
        }

        var bytes = Encoding.UTF8.GetBytes(text ?? string.Empty);
        using var parsed = JsonInput.Parse(bytes);
        if (parsed?.RootElement.ValueKind == JsonValueKind.Object)
        {
            return bytes;
        }

        notes.Refuse(RefusalReason.InvalidValue, $"{at}.function.arguments", $"'{at}.function.arguments' must be a JSON object in a string.");
        return NoArguments;
    }
}
