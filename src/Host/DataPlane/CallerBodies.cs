using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http.Features;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Providers.Relay;
using MultiplexCluster.Providers.Relay.Bodies;

namespace MultiplexCluster.Host.DataPlane;

/// <summary>Takes callers' bodies in, in memory or on disk.</summary>
internal sealed class CallerBodies(DataPlaneOptions options, BodyMemory memory)
{
    private static readonly ServiceError Unreadable = new(
        ServiceErrorCode.InvalidRequest, "The body could not be read to its end.");

    /// <summary>The body, null where the caller sent none, or what is wrong with it.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    internal async ValueTask<(RequestBody? Body, ServiceError? Fault)> ReadAsync(HttpContext context, long limit, ICallerResponse caller)
    {
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == false)
        {
            return default;
        }

        var http = context.Request;
        try
        {
            return (await BodyIntake.ReadAsync(http.BodyReader, http.ContentLength, Limits(limit), caller.Left), null);
        }
        catch (BodyTooLargeException)
        {
            return (null, new ServiceError(ServiceErrorCode.RequestTooLarge, $"The body is over the limit of {limit} bytes."));
        }
        catch (Exception failure) when (BrokenBody.Is(failure))
        {
            return (null, Unreadable);
        }
    }

    /// <summary>A body made here, kept like a caller's.</summary>
    internal ValueTask<RequestBody> KeepAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancel) =>
        BodyIntake.KeepAsync(bytes, Limits(long.MaxValue), cancel);

    private BodyLimits Limits(long limit) => new(limit, options.SpoolDirectory, memory);
}
