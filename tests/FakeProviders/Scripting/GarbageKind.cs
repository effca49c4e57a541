namespace MultiplexCluster.FakeProviders.Scripting;

/// <summary>Answers no provider should give. <see cref="Step.Size"/> sets the size where one is named.</summary>
public enum GarbageKind
{
    /// <summary>Bytes that are not HTTP.</summary>
    NotHttp,

    /// <summary>A chunk whose size is not a number, after one good chunk.</summary>
    BadChunkSize,

    /// <summary>Two different Content-Length headers; the body has the longer length.</summary>
    TwoContentLengths,

    /// <summary>Content-Length and Transfer-Encoding: chunked together.</summary>
    LengthAndChunked,

    /// <summary>An HTML page with status 200.</summary>
    HtmlOk,

    /// <summary>Status 200 with an empty JSON body.</summary>
    EmptyOk,

    /// <summary>Status 200 with JSON that ends in the middle.</summary>
    MalformedJson,

    /// <summary>Response headers of <see cref="Step.Size"/> bytes (default 64 KiB) before an empty object.</summary>
    HugeHeaders,

    /// <summary><see cref="Step.Size"/> (default 10,000) informational responses, then an empty object.</summary>
    InformationalFlood,

    /// <summary>An event stream of one line of <see cref="Step.Size"/> bytes (default 1 GiB), then the end of the body.</summary>
    EndlessLine,

    /// <summary>A gzip body that unpacks to <see cref="Step.Size"/> zero bytes (default 256 MiB).</summary>
    GzipBomb,

    /// <summary>Content-Encoding: gzip over plain JSON.</summary>
    WrongEncoding,
}
