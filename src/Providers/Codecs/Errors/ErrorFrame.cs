using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace MultiplexCluster.Providers.Codecs.Errors;

/// <summary>Writes JSON, bare or as one event of a stream.</summary>
internal static class ErrorFrame
{
    // Quotes and angle brackets in messages stay readable in a terminal; the media type keeps browsers from reading a page into it.
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A body.</summary>
    public static ReadOnlyMemory<byte> Body(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        WriteTo(buffer, write);
        return buffer.WrittenMemory;
    }

    /// <summary>An event: <c>event: name</c> where a name is given, one data line, a blank line; empty where the media type is no event stream.</summary>
    public static ReadOnlyMemory<byte> Event(string? mediaType, string? name, Action<Utf8JsonWriter> write)
    {
        if (mediaType != MediaTypes.EventStream)
        {
            return ReadOnlyMemory<byte>.Empty;
        }

        var buffer = new ArrayBufferWriter<byte>();
        if (name is not null)
        {
            buffer.Write(System.Text.Encoding.UTF8.GetBytes($"event: {name}\n"));
        }

        buffer.Write("data: "u8);
        WriteTo(buffer, write);
        buffer.Write("\n\n"u8);
        return buffer.WrittenMemory;
    }

    private static void WriteTo(ArrayBufferWriter<byte> buffer, Action<Utf8JsonWriter> write)
    {
        using var writer = new Utf8JsonWriter(buffer, Readable);
        write(writer);
    }
}
