using System.Text;
using MultiplexCluster.FakeProviders.Dialects;
using MultiplexCluster.FakeProviders.Scripting;

namespace MultiplexCluster.FakeProviders.Http;

/// <summary>Puts replies into the bytes of HTTP/1.1.</summary>
internal static class Wire
{
    private static readonly byte[] LastChunk = "0\r\n\r\n"u8.ToArray();

    /// <summary>The head, then each piece of the body framed; the last piece carries the end of the body.</summary>
    public static IEnumerable<byte[]> Encode(Reply reply, Step? step)
    {
        var framing = step?.Framing ?? Framing.Auto;
        if (framing == Framing.Auto)
        {
            framing = reply.Events is null || reply.FixedLength is not null ? Framing.ContentLength : Framing.Chunked;
        }

        if (framing == Framing.ContentLength && reply is { FixedLength: null, Events: { } events })
        {
            // Rendered once: the same pieces are counted and sent.
            reply = reply with { Events = events.ToList() };
        }

        yield return Head(reply, step, framing);
        foreach (var piece in framing == Framing.Chunked ? Chunks(Pieces(reply)) : Pieces(reply))
        {
            yield return piece;
        }
    }

    public static byte[] Head(int status, params IEnumerable<string> lines)
    {
        var text = new StringBuilder($"HTTP/1.1 {status} {StatusText.Of(status)}\r\n");
        foreach (var line in lines)
        {
            text.Append(line).Append("\r\n");
        }

        return Encoding.Latin1.GetBytes(text.Append("\r\n").ToString());
    }

    public static byte[] Chunk(ReadOnlySpan<byte> data) =>
        [.. Encoding.ASCII.GetBytes($"{data.Length:x}\r\n"), .. data, .. "\r\n"u8];

    private static byte[] Head(Reply reply, Step? step, Framing framing)
    {
        var own = new List<string> { $"Content-Type: {reply.ContentType}" };
        own.AddRange(reply.Headers);
        own.Add(framing switch
        {
            Framing.Chunked => "Transfer-Encoding: chunked",
            Framing.ContentLength => $"Content-Length: {reply.FixedLength ?? Pieces(reply).Sum(p => (long)p.Length)}",
            _ => "Connection: close",
        });
        var scripted = step?.Headers ?? [];
        var replaced = scripted.Select(NameOf).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return Head(reply.Status, [.. own.Where(line => !replaced.Contains(NameOf(line))), .. scripted]);
    }

    private static string NameOf(string line) => line.Split(':')[0];

    private static IEnumerable<byte[]> Pieces(Reply reply) =>
        reply.Events ?? (reply.Body.Length == 0 ? [] : [reply.Body]);

    private static IEnumerable<byte[]> Chunks(IEnumerable<byte[]> pieces)
    {
        byte[]? held = null;
        foreach (var piece in pieces.Where(p => p.Length > 0))
        {
            if (held is not null)
            {
                yield return held;
            }

            held = Chunk(piece);
        }

        yield return [.. held ?? [], .. LastChunk];
    }
}
