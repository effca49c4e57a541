using Google.Protobuf;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Contracts.Secrets;
using static MultiplexCluster.Actors.Serialization.Wire.Fields;

namespace MultiplexCluster.Actors.Serialization.Wire;

/// <summary>What a permit says about the call.</summary>
internal static class TargetFields
{
    internal static Protos.UpstreamTarget ToProto(this UpstreamTarget target)
    {
        var proto = new Protos.UpstreamTarget
        {
            Provider = (int)target.Provider,
            Key = new()
            {
                Version = target.Key.Version,
                Hint = target.Key.Hint,
                // A sealed key is never written to again, so its bytes may be shared.
                Sealed = UnsafeByteOperations.UnsafeWrap(target.Key.Bytes),
            },
            FirstByteTimeoutTicks = target.FirstByteTimeout.Ticks,
            IdleTimeoutTicks = target.IdleTimeout.Ticks,
            Retry = new()
            {
                MaxRetries = target.Retry.MaxRetries,
                InitialDelayTicks = target.Retry.InitialDelay.Ticks,
                Factor = target.Retry.Factor,
                MaxDelayTicks = target.Retry.MaxDelay.Ticks,
            },
        };
        if (target.BaseUrl is { } url)
        {
            proto.BaseUrl = url;
        }

        if (target.Organization is { } organization)
        {
            proto.Organization = organization;
        }

        if (target.Project is { } project)
        {
            proto.Project = project;
        }

        return proto;
    }

    internal static UpstreamTarget ToTarget(this Protos.UpstreamTarget? proto)
    {
        var target = Required(proto);
        var key = Required(target.Key);
        var retry = Required(target.Retry);
        return new(
            Known<ProviderKind>(target.Provider),
            target.HasBaseUrl ? target.BaseUrl : null,
            new SealedKey(key.Version, key.Hint, key.Sealed.Memory),
            target.HasOrganization ? target.Organization : null,
            target.HasProject ? target.Project : null,
            new TimeSpan(target.FirstByteTimeoutTicks),
            new TimeSpan(target.IdleTimeoutTicks),
            new RetryPolicy(retry.MaxRetries, new(retry.InitialDelayTicks), retry.Factor, new(retry.MaxDelayTicks)));
    }
}
