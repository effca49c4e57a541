using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Host.DataPlane.Unified;
using MultiplexCluster.Providers.Relay;

namespace MultiplexCluster.Host.DataPlane;

/// <summary>Takes a request in: everything that can be wrong with it is found here, before anything goes upstream.</summary>
internal sealed class RequestIntake(CallerGate gate, NativeIntake native, UnifiedIntake unified, RequestIds ids)
{
    /// <summary>The request's id: the caller's own where it has a good one, else a new one.</summary>
    internal RequestId IdOf(CallerHeaders headers) => headers.RequestId ?? ids.Next();

    /// <summary>The request, or what is wrong with it.</summary>
    internal ValueTask<(RelayRequest? Request, IntakeFault? Fault)> TakeAsync(
        HttpContext context, Surface surface, string target, CallerHeaders headers, RequestId id, ICallerResponse caller)
    {
        if (gate.Check(context, headers) is { } fault)
        {
            return ValueTask.FromResult<(RelayRequest?, IntakeFault?)>((null, new IntakeFault(fault)));
        }

        return surface switch
        {
            NativeSurface own => native.TakeAsync(context, own.Codec, target, headers, id, caller),
            UnifiedSurface => unified.TakeAsync(context, target, headers, id, caller),
            _ => throw new InvalidOperationException($"unknown surface {surface.Name}"),
        };
    }
}
