using System.Globalization;
using System.Text.Json;
using MultiplexCluster.Providers.Translation.Json;
using MultiplexCluster.Providers.Translation.Parameters;

namespace MultiplexCluster.Providers.Translation.Chat.Requests;

/// <summary>The tools of a request and how the model may use them.</summary>
internal sealed record ToolSet(IReadOnlyList<ToolDeclaration> Tools, ToolChoice Choice, string? ChosenName)
{
    /// <summary>Reads <c>tools</c> and <c>tool_choice</c>.</summary>
    public static ToolSet Read(GivenParameters given, RequestNotes notes)
    {
        var tools = ReadTools(given["tools"], notes);
        var (choice, name) = ReadChoice(given["tool_choice"], notes);
        if (tools.Count == 0 && choice is ToolChoice.Required or ToolChoice.Named)
        {
            notes.Refuse(RefusalReason.InvalidValue, "tool_choice", "'tool_choice' asks for a tool, but 'tools' has none.");
        }

        return new ToolSet(tools, choice, name);
    }

    private static List<ToolDeclaration> ReadTools(JsonElement tools, RequestNotes notes)
    {
        var read = new List<ToolDeclaration>();
        if (tools.IsGiven() && tools.ValueKind != JsonValueKind.Array)
        {
            notes.RefuseType("tools", "an array");
        }

        foreach (var tool in tools.Items())
        {
            var at = string.Create(CultureInfo.InvariantCulture, $"tools[{read.Count}]");
            var function = tool.Member("function"u8);
            var (name, parameters) = (function.Member("name"u8), function.Member("parameters"u8));
            if (!tool.Member("type"u8).Is("function"u8) || name.RawText().IsEmpty)
            {
                notes.Refuse(RefusalReason.UnsupportedValue, at, $"'{at}' must be a function with a 'name'.");
            }
            else if (parameters.IsGiven() && parameters.ValueKind != JsonValueKind.Object)
            {
                notes.RefuseType($"{at}.function.parameters", "an object");
            }

            if (function.Member("strict"u8).ValueKind == JsonValueKind.True)
            {
                notes.Ignore("tools[].function.strict");
            }

            var hasSchema = parameters.ValueKind == JsonValueKind.Object && parameters.GetPropertyCount() > 0;
            read.Add(new ToolDeclaration(name, function.Member("description"u8), hasSchema ? parameters : default));
        }

        return read;
    }

    private static (ToolChoice Choice, string? Name) ReadChoice(JsonElement choice, RequestNotes notes)
    {
        if (!choice.IsGiven() || choice.Is("auto"u8))
        {
            return (ToolChoice.Auto, null);
        }

        if (choice.Is("none"u8) || choice.Is("required"u8))
        {
            return (choice.Is("none"u8) ? ToolChoice.None : ToolChoice.Required, null);
        }

        if (choice.Member("type"u8).Is("function"u8) && choice.Member("function"u8).Member("name"u8).Text() is { Length: > 0 } name)
        {
            return (ToolChoice.Named, name);
        }

        notes.Refuse(RefusalReason.UnsupportedValue, "tool_choice", "'tool_choice' must be none, auto, required or a named function.");
        return (ToolChoice.Auto, null);
    }
}

/// <summary>A function the model may call; its parameters are a JSON Schema, or missing where it has none.</summary>
internal readonly record struct ToolDeclaration(JsonElement Name, JsonElement Description, JsonElement Parameters);

/// <summary>How the model may use the tools.</summary>
internal enum ToolChoice
{
    /// <summary>As it likes.</summary>
    Auto,

    /// <summary>Not at all.</summary>
    None,

    /// <summary>At least one.</summary>
    Required,

    /// <summary>This one.</summary>
    Named,
}
