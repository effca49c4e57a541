using MultiplexCluster.Contracts.Requests;

namespace MultiplexCluster.Host.DataPlane;

/// <summary>What is wrong with a request.</summary>
/// <param name="Error">The error.</param>
/// <param name="Body">Its body in the surface's dialect where that says more, a parameter's name for one; else null.</param>
internal sealed record IntakeFault(ServiceError Error, ReadOnlyMemory<byte>? Body = null)
{
    /// <summary>A request that can't be accepted.</summary>
    internal static IntakeFault Invalid(string message) => new(new ServiceError(ServiceErrorCode.InvalidRequest, message));
}
