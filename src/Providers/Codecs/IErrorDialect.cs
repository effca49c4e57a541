using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Requests;

namespace MultiplexCluster.Providers.Codecs;

/// <summary>How the service's own errors look to the callers of a surface. Stateless and thread-safe.</summary>
public interface IErrorDialect
{
    /// <summary>The service's own error as a body in this dialect (JSON, UTF-8).</summary>
    ReadOnlyMemory<byte> WriteError(ServiceError error, RequestId requestId);

    /// <summary>An error event for a stream that breaks off, framed for the media type of the running answer; empty where that type has no form for one.</summary>
    ReadOnlyMemory<byte> WriteStreamError(string? mediaType, ServiceError error, RequestId requestId);
}
