using System.IO.Compression;
using System.Text;
using MultiplexCluster.FakeProviders.Scripting;

namespace MultiplexCluster.FakeProviders.Http;

/// <summary>The bytes of broken answers, made as they are sent. The connection ends after each.</summary>
internal static class GarbageBytes
{
    private const int BlockLength = 64 * 1024;
    private const string Json = "Content-Type: application/json";

    public static IEnumerable<byte[]> Of(GarbageKind kind, long? size) => kind switch
    {
        GarbageKind.NotHttp => [Text("\u0001\u0002 this is not HTTP \u00ff\u00fe\r\n\r\n")],
        GarbageKind.BadChunkSize => [Wire.Head(200, Json, "Transfer-Encoding: chunked"), Wire.Chunk("{"u8), Text("zz\r\n}\r\n0\r\n\r\n")],
        GarbageKind.TwoContentLengths => [Wire.Head(200, Json, "Content-Length: 2", "Content-Length: 14"), Text("{}{\"second\":2}")],
        GarbageKind.LengthAndChunked => [Wire.Head(200, Json, "Content-Length: 4", "Transfer-Encoding: chunked"), [.. Wire.Chunk("{}"u8), .. "0\r\n\r\n"u8]],
        GarbageKind.HtmlOk => Whole("Content-Type: text/html", Text("<html><body>Service temporarily unavailable</body></html>")),
        GarbageKind.EmptyOk => Whole(Json, []),
        GarbageKind.MalformedJson => Whole(Json, Text("{\"id\":\"x\",\"choices\":[{\"index\":0,")),
        GarbageKind.HugeHeaders => HugeHeaders((int)(size ?? 64 * 1024)),
        GarbageKind.InformationalFlood => Informational(size ?? 10_000),
        GarbageKind.EndlessLine => EndlessLine(size ?? 1L << 30),
        GarbageKind.GzipBomb => Whole(Json + "\r\nContent-Encoding: gzip", Zeros(size ?? 256L << 20)),
        GarbageKind.WrongEncoding => Whole(Json + "\r\nContent-Encoding: gzip", Text("{\"plain\":true}")),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    private static IEnumerable<byte[]> Whole(string headers, byte[] body) =>
        [Wire.Head(200, headers, $"Content-Length: {body.Length}"), body];

    private static IEnumerable<byte[]> HugeHeaders(int size)
    {
        var lines = Enumerable.Range(0, size / 1000).Select(i => $"x-filler-{i}: {new string('a', 990)}");
        yield return Wire.Head(200, [Json, .. lines, $"x-last: {new string('a', size % 1000)}", "Content-Length: 2"]);
        yield return Text("{}");
    }

    private static IEnumerable<byte[]> Informational(long count)
    {
        const int AtOnce = 100;
        for (; count > 0; count -= AtOnce)
        {
            var responses = (int)Math.Min(count, AtOnce);
            yield return Text(string.Concat(Enumerable.Repeat("HTTP/1.1 103 Early Hints\r\n\r\n", responses)));
        }

        yield return [.. Wire.Head(200, Json, "Content-Length: 2"), .. "{}"u8];
    }

    private static IEnumerable<byte[]> EndlessLine(long size)
    {
        yield return Wire.Head(200, "Content-Type: text/event-stream", "Transfer-Encoding: chunked");
        yield return Wire.Chunk("data: "u8);
        var block = Wire.Chunk(Text(new string('a', BlockLength)));
        for (; size > 0; size -= BlockLength)
        {
            yield return block;
        }

        yield return Text("0\r\n\r\n");
    }

    private static byte[] Zeros(long size)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
        {
            var block = new byte[BlockLength];
            for (; size > 0; size -= BlockLength)
            {
                gzip.Write(block.AsSpan(0, (int)Math.Min(size, BlockLength)));
            }
        }

        return packed.ToArray();
    }

    private static byte[] Text(string text) => Encoding.Latin1.GetBytes(text);
}
