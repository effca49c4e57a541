using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Host.ClientKeys;
using MultiplexCluster.Host.Hosts;
using MultiplexCluster.Host.Origins;

namespace MultiplexCluster.Host.DataPlane;

/// <summary>Who may call at all.</summary>
internal sealed class CallerGate(IClientKeyCheck clientKeys, HostRule hosts, OriginRule origins)
{
    private static readonly ServiceError NoKey = new(
        ServiceErrorCode.InvalidClientKey, "A valid client key is required: as Authorization: Bearer, x-api-key, x-goog-api-key, api-key or ?key=.");

    /// <summary>What is wrong with the caller or its headers, or null.</summary>
    internal ServiceError? Check(HttpContext context, CallerHeaders headers) =>
        !hosts.Accepts(context) ? hosts.Refusal
        : !origins.Accepts(context.Request) ? origins.Refusal
        : !clientKeys.IsAllowed(context.Request, out var lane) ? NoKey
        : headers.Admitted(lane);
}
