using System.Buffers;
using System.Text.Json;
using MultiplexCluster.Providers.Translation.Chat.Answers;
using MultiplexCluster.Providers.Translation.Json;

namespace MultiplexCluster.Providers.Translation.Streams;

/// <summary>
/// Writes <c>chat.completion.chunk</c> events (https://platform.openai.com/docs/api-reference): <c>data:</c> frames without a name,
/// usage in a chunk of its own where it was asked for, <c>null</c> in all others then.
/// </summary>
internal sealed class ChunkWriter
{
    private static readonly ArrayBufferWriter<byte> Nowhere = new();

    private readonly AnswerContext _context;
    private readonly Utf8JsonWriter _json = JsonOutput.Writer(Nowhere);
    private JsonEncodedText _id;
    private JsonEncodedText _model;

    /// <summary>For one answer.</summary>
    public ChunkWriter(AnswerContext context)
    {
        _context = context;
        Identify(context.Id, context.Model);
    }

    /// <summary>Where the events go.</summary>
    public IBufferWriter<byte> Output { get; set; } = Nowhere;

    /// <summary>The end has been written.</summary>
    public bool IsOver { get; private set; }

    /// <summary>The end was a good one.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Writes into the chunk that has begun.</summary>
    public Utf8JsonWriter Delta => _json;

    /// <summary>The names that the provider gave.</summary>
    public void Identify(JsonElement id, JsonElement model) => Identify(id.Or(_context.Id), model.Or(_context.Model));

    /// <summary>Begins a chunk; the members of its <c>delta</c> are to be written to what is returned.</summary>
    public Utf8JsonWriter BeginDelta(int choice)
    {
        BeginChunk();
        _json.WriteStartArray("choices"u8);
        _json.WriteStartObject();
        _json.WriteNumber("index"u8, choice);
        _json.WriteStartObject("delta"u8);
        return _json;
    }

    /// <summary>Ends the <c>delta</c>; members of the choice may follow.</summary>
    public void EndDelta() => _json.WriteEndObject();

    /// <summary>Ends the chunk.</summary>
    public void EndChoice(string? finishReason)
    {
        _json.WriteString("finish_reason"u8, finishReason);
        _json.WriteEndObject();
        _json.WriteEndArray();
        if (_context.Wishes.IncludesUsage)
        {
            _json.WriteNull("usage"u8);
        }

        EndEvent();
    }

    /// <summary>The chunk that says who speaks, the first of a choice.</summary>
    public void Role(int choice)
    {
        var delta = BeginDelta(choice);
        delta.WriteString("role"u8, "assistant"u8);
        delta.WriteString("content"u8, ""u8);
        EndDelta();
        EndChoice(null);
    }

    /// <summary>A chunk with a piece of text, which is a JSON string.</summary>
    public void Text(int choice, ReadOnlySpan<byte> member, JsonElement text)
    {
        BeginDelta(choice).WriteRaw(member, text);
        EndDelta();
        EndChoice(null);
    }

    /// <summary>The chunk that says why a choice ended.</summary>
    public void Finish(int choice, string reason)
    {
        BeginDelta(choice);
        EndDelta();
        EndChoice(reason);
    }

    /// <summary>The good end: usage where it was asked for and is known, then <c>[DONE]</c>.</summary>
    public void Complete(ChatUsage? usage)
    {
        if (_context.Wishes.IncludesUsage && usage is { } told)
        {
            BeginChunk();
            _json.WriteStartArray("choices"u8);
            _json.WriteEndArray();
            told.WriteTo(_json);
            EndEvent();
        }

        Output.Write("data: [DONE]\n\n"u8);
        (IsOver, IsComplete) = (true, true);
    }

    /// <summary>The bad end: an event with an <c>error</c> member.</summary>
    public void Fail(OpenAiError error)
    {
        if (IsOver)
        {
            return;
        }

        BeginEvent();
        error.WriteTo(_json);
        _json.Flush();
        Output.Write("\n\n"u8);
        IsOver = true;
    }

    private void Identify(string id, string model) => (_id, _model) = (JsonEncodedText.Encode(id), JsonEncodedText.Encode(model));

    private void BeginEvent()
    {
        Output.Write("data: "u8);
        _json.Reset(Output);
    }

    private void BeginChunk()
    {
        BeginEvent();
        _json.WriteStartObject();
        _json.WriteString("id"u8, _id);
        _json.WriteString("object"u8, "chat.completion.chunk"u8);
        _json.WriteNumber("created"u8, _context.Created.ToUnixTimeSeconds());
        _json.WriteString("model"u8, _model);
    }

    private void EndEvent()
    {
        _json.WriteEndObject();
        _json.Flush();
        Output.Write("\n\n"u8);
    }
}
