namespace MultiplexCluster.FakeProviders.Scripting;

/// <summary>How the end of a body is told.</summary>
public enum Framing
{
    /// <summary>Streams are chunked, whole bodies have a Content-Length.</summary>
    Auto,

    /// <summary><c>Transfer-Encoding: chunked</c>, one chunk an event.</summary>
    Chunked,

    /// <summary><c>Content-Length</c>; a stream is rendered whole first to know its length.</summary>
    ContentLength,

    /// <summary>Neither: the body ends where the connection does.</summary>
    UntilClose,
}
