using System.Text.Json;

namespace MultiplexCluster.Providers.Translation.Chat.Requests;

/// <summary>A request's messages: the instructions apart, consecutive messages of one side as one turn.</summary>
internal sealed class Conversation
{
    /// <summary>The texts of all system and developer messages, in order.</summary>
    public List<TextPart> Instructions { get; } = [];

    /// <summary>The turns; none is empty.</summary>
    public List<Turn> Turns { get; } = [];

    /// <summary>Adds to the last turn, or begins one.</summary>
    public void Add(Speaker speaker, ChatPart part)
    {
        if (Turns.Count == 0 || Turns[^1].Speaker != speaker)
        {
            Turns.Add(new Turn(speaker, []));
        }

        Turns[^1].Parts.Add(part);
    }
}

/// <summary>What one side said.</summary>
internal sealed record Turn(Speaker Speaker, List<ChatPart> Parts);

/// <summary>Who speaks.</summary>
internal enum Speaker
{
    /// <summary>The user.</summary>
    User,

    /// <summary>The model.</summary>
    Assistant,

    /// <summary>The program, with the results of the model's calls.</summary>
    Tool,
}

/// <summary>A piece of a turn.</summary>
internal abstract record ChatPart(PartPath Path);

/// <summary>Text: a JSON string that is not empty.</summary>
internal sealed record TextPart(PartPath Path, JsonElement Text) : ChatPart(Path);

/// <summary>An image, a sound or a document.</summary>
internal sealed record MediaPart(PartPath Path, MediaKind Kind, MediaSource Source, string? FileName = null) : ChatPart(Path);

/// <summary>The model called a tool.</summary>
/// <param name="Path">Where it stands.</param>
/// <param name="Id">The call's id.</param>
/// <param name="Name">The tool's name.</param>
/// <param name="Arguments">One JSON object.</param>
/// <param name="Signature">The thought signature the provider gave with the call.</param>
internal sealed record ToolCallPart(PartPath Path, string Id, string Name, ReadOnlyMemory<byte> Arguments, string? Signature) : ChatPart(Path);

/// <summary>What a tool answered.</summary>
/// <param name="Path">Where it stands.</param>
/// <param name="CallId">The call it answers.</param>
/// <param name="ToolName">The name of the tool that was called.</param>
/// <param name="Texts">The answer's texts.</param>
internal sealed record ToolResultPart(PartPath Path, string CallId, string ToolName, IReadOnlyList<TextPart> Texts) : ChatPart(Path);

/// <summary>The kinds of media.</summary>
internal enum MediaKind
{
    /// <summary>A picture.</summary>
    Image,

    /// <summary>Sound.</summary>
    Audio,

    /// <summary>A document.</summary>
    File,
}

/// <summary>Where media come from: an address, or their type and base64 data.</summary>
/// <param name="Url">An http(s) URL; null where the data are there.</param>
/// <param name="MediaType">Their type; null where only the URL is known.</param>
/// <param name="Base64">The data.</param>
internal sealed record MediaSource(string? Url, string? MediaType, ReadOnlyMemory<byte> Base64);
