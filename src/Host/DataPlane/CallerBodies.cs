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
    internal async ValueTask<(RequestBody? Body, ServiceError? Fault)> ReadAsync(
        HttpContext context, bool isUpload, ICallerResponse caller)
    {
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == false)
        {
            return default;
        }

        var http = context.Request;
        var limits = Limits(isUpload ? options.MaxUploadBytes : options.MaxBodyBytes, isUpload);
        return await TakeAsync(BodyIntake.ReadAsync(http.BodyReader, http.ContentLength, limits, caller.Left), limits.MaxBytes);
    }

    /// <summary>Takes the rest of a passing body in after all, on disk.</summary>
    internal ValueTask<(RequestBody? Body, ServiceError? Fault)> TakeWholeAsync(RequestBody passing, ICallerResponse caller) => TakeAsync(
        BodyIntake.SpoolAsync(passing, Limits(options.MaxUploadBytes, isUpload: true), caller.Left), options.MaxUploadBytes);

    /// <summary>A body made here, kept like a caller's.</summary>
    internal ValueTask<RequestBody> KeepAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancel) =>
        BodyIntake.KeepAsync(bytes, Limits(long.MaxValue, isUpload: false), cancel);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<(RequestBody? Body, ServiceError? Fault)> TakeAsync(ValueTask<RequestBody> taking, long limit)
    {
        try
        {
            return (await taking, null);
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

    private BodyLimits Limits(long limit, bool isUpload) => new(limit, options.SpoolDirectory, memory, isUpload);
}
