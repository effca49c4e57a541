using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;
using MultiplexCluster.Host.Admin.Problems;

namespace MultiplexCluster.Host.Admin.Bodies;

/// <summary>Reads a request's body as one JSON object: UTF-8, at most 1 MiB and 8 levels deep.</summary>
internal static class BodyReader
{
    private const int MaxBytes = 1 << 20;
    private const int MaxDepth = 8;

    private static readonly byte[] Bom = [0xEF, 0xBB, 0xBF];

    /// <summary>The object, or the problem to answer with.</summary>
    public static async Task<(JsonElement Body, IResult? Problem)> ReadObjectAsync(HttpRequest request, CancellationToken ct)
    {
        if (!IsJson(request))
        {
            return (default, Problem.UnsupportedMediaType());
        }

        if (await ReadBytesAsync(request, ct) is not { } bytes)
        {
            return (default, Problem.InvalidBody($"must be at most {MaxBytes:N0} bytes"));
        }

        return Parse(bytes.AsMemory(bytes.AsSpan().StartsWith(Bom) ? Bom.Length : 0));
    }

    private static (JsonElement Body, IResult? Problem) Parse(ReadOnlyMemory<byte> bytes)
    {
        if (!Utf8.IsValid(bytes.Span))
        {
            return (default, Problem.InvalidBody("must be UTF-8"));
        }

        try
        {
            using var document = JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = MaxDepth });
            return document.RootElement.ValueKind is JsonValueKind.Object
                ? (document.RootElement.Clone(), null)
                : (default, Problem.InvalidBody("must be a JSON object"));
        }
        catch (JsonException exception)
        {
            // The parser's own message may quote the body, and with it a secret.
            var place = $"line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}";
            return (default, Problem.InvalidBody($"must be a JSON object at most {MaxDepth} levels deep; it is broken at {place}"));
        }
    }

    private static bool IsJson(HttpRequest request)
    {
        if (request.Headers.ContentEncoding.Count > 0)
        {
            return false;
        }

        return Microsoft.Net.Http.Headers.MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            && (type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
                || type.MediaType.Equals("application/merge-patch+json", StringComparison.OrdinalIgnoreCase))
            && (!type.Charset.HasValue || type.Charset.Value.Trim('"').Equals("utf-8", StringComparison.OrdinalIgnoreCase));
    }

    private static async Task<byte[]?> ReadBytesAsync(HttpRequest request, CancellationToken ct)
    {
        if (request.ContentLength > MaxBytes)
        {
            return null;
        }

        var bytes = new ArrayBufferWriter<byte>((int)(request.ContentLength ?? 4096) + 1);
        while (bytes.WrittenCount <= MaxBytes)
        {
            var count = await request.Body.ReadAsync(bytes.GetMemory(1024), ct);
            if (count == 0)
            {
                return bytes.WrittenSpan.ToArray();
            }

            bytes.Advance(count);
        }

        return null;
    }
}
