using System.Text.Json;
using MultiplexCluster.Providers.Translation.Chat.Answers;
using MultiplexCluster.Providers.Translation.Json;

namespace MultiplexCluster.Providers.Translation.Streams;

/// <summary>Chunks with <c>delta.tool_calls</c>: the first names the call, others add to its arguments.</summary>
internal static class ToolCallChunks
{
    /// <summary>A call begins, with its arguments where they are known at once.</summary>
    /// <param name="chunks">Where to.</param>
    /// <param name="choice">The choice that calls.</param>
    /// <param name="index">The call's number in it.</param>
    /// <param name="call">The call.</param>
    /// <param name="missing">What stands for arguments that are not there.</param>
    public static void Begin(this ChunkWriter chunks, int choice, int index, in AnsweredCall call, ReadOnlySpan<byte> missing)
    {
        var delta = chunks.BeginDelta(choice);
        delta.WriteStartArray("tool_calls"u8);
        call.WriteTo(delta, index, missing);
        delta.WriteEndArray();
        chunks.EndDelta();
        chunks.EndChoice(null);
    }

    /// <summary>A piece of a call's arguments, which is a JSON string.</summary>
    public static void Arguments(this ChunkWriter chunks, int choice, int index, JsonElement piece)
    {
        BeginArguments(chunks, choice, index).WriteRaw("arguments"u8, piece);
        EndArguments(chunks);
    }

    /// <summary>A call without arguments: no text at all would not be JSON.</summary>
    public static void NoArguments(this ChunkWriter chunks, int choice, int index)
    {
        BeginArguments(chunks, choice, index).WriteString("arguments"u8, "{}"u8);
        EndArguments(chunks);
    }

    private static Utf8JsonWriter BeginArguments(ChunkWriter chunks, int choice, int index)
    {
        var delta = chunks.BeginDelta(choice);
        delta.WriteStartArray("tool_calls"u8);
        delta.WriteStartObject();
        delta.WriteNumber("index"u8, index);
        delta.WriteStartObject("function"u8);
        return delta;
    }

    private static void EndArguments(ChunkWriter chunks)
    {
        chunks.Delta.WriteEndObject();
        chunks.Delta.WriteEndObject();
        chunks.Delta.WriteEndArray();
        chunks.EndDelta();
        chunks.EndChoice(null);
    }
}
