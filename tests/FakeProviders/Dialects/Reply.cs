using System.Text;

namespace MultiplexCluster.FakeProviders.Dialects;

/// <summary>An answer before it is put on the wire: either a whole body or a stream of pieces.</summary>
internal sealed record Reply
{
    public int Status { get; init; } = 200;

    public string ContentType { get; init; } = "application/json";

    public IReadOnlyList<string> Headers { get; init; } = [];

    public byte[] Body { get; init; } = [];

    /// <summary>The pieces of a streamed body, made as they are taken; null when the body is whole.</summary>
    public IEnumerable<byte[]>? Events { get; init; }

    /// <summary>The length of all <see cref="Events"/> together where it is known without making them.</summary>
    public long? FixedLength { get; init; }

    public static Reply Json(string json, IReadOnlyList<string> headers, int status = 200) =>
        new() { Status = status, Body = Encoding.UTF8.GetBytes(json), Headers = headers };

    public static Reply Stream(IEnumerable<string> events, IReadOnlyList<string> headers, string contentType) =>
        new() { Events = events.Select(Encoding.UTF8.GetBytes), Headers = headers, ContentType = contentType };

    public static Reply Sse(IEnumerable<string> events, IReadOnlyList<string> headers) =>
        Stream(events, headers, "text/event-stream; charset=utf-8");
}
