using System.Text.Json;
using MultiplexCluster.Providers.Translation.Json;
using MultiplexCluster.Providers.Translation.Parameters;

namespace MultiplexCluster.Providers.Translation.Chat.Requests;

/// <summary>What the content of a message may be made of.</summary>
internal enum ContentKinds
{
    /// <summary>Text.</summary>
    Text,

    /// <summary>Refusals beside text, and none at all.</summary>
    Assistant,

    /// <summary>Images, audio and files beside text.</summary>
    User,
}

/// <summary>Reads the <c>content</c> of a message: a string or an array of parts. Empty texts say nothing and are left out.</summary>
internal sealed class ContentReader(ReadOnlyMemory<byte> body, RequestNotes notes)
{
    private readonly MediaReader _media = new(body, notes);

    /// <summary>The parts.</summary>
    public List<ChatPart> Read(PartPath path, JsonElement message, ContentKinds kinds)
    {
        var parts = new List<ChatPart>();
        var content = message.Member("content"u8);
        if (content.ValueKind == JsonValueKind.String)
        {
            AddText(parts, path, content);
        }
        else if (content.ValueKind == JsonValueKind.Array)
        {
            var index = 0;
            foreach (var part in content.EnumerateArray())
            {
                ReadPart(parts, path with { Part = index++ }, part, kinds);
            }
        }
        else if (content.IsGiven() || kinds != ContentKinds.Assistant)
        {
            notes.RefuseType(path.Of("content"), "a string or an array of parts");
        }

        if (kinds == ContentKinds.Assistant && message.Member("refusal"u8) is { ValueKind: JsonValueKind.String } refusal)
        {
            AddText(parts, path, refusal);
        }

        return parts;
    }

    private static void AddText(List<ChatPart> parts, PartPath path, JsonElement text)
    {
        if (!text.RawText().IsEmpty)
        {
            parts.Add(new TextPart(path, text));
        }
    }

    private void ReadPart(List<ChatPart> parts, PartPath path, JsonElement part, ContentKinds kinds)
    {
        var type = part.Member("type"u8);
        if (type.Is("text"u8))
        {
            AddTextMember(parts, path, part.Member("text"u8));
        }
        else if (kinds == ContentKinds.Assistant && type.Is("refusal"u8))
        {
            AddTextMember(parts, path, part.Member("refusal"u8));
        }
        else if (kinds == ContentKinds.User && _media.Read(path, type, part) is { } media)
        {
            parts.Add(media);
        }
        else
        {
            notes.Refuse(RefusalReason.UnsupportedValue, path.Of("type"), $"'{path.Of("type")}' is none that is translated for this role.");
        }
    }

    private void AddTextMember(List<ChatPart> parts, PartPath path, JsonElement text)
    {
        if (text.ValueKind != JsonValueKind.String)
        {
            notes.RefuseType(path.Of("text"), "a string");
            return;
        }

        AddText(parts, path, text);
    }
}
