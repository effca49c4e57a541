using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Contracts.Requests;
using static MultiplexCluster.Actors.Serialization.Wire.Fields;

namespace MultiplexCluster.Actors.Serialization.Wire;

/// <summary>Pauses that reach further than one call.</summary>
internal static class PauseMappings
{
    internal static IEnumerable<Mapping> All =>
    [
        Mapping.Proto<LimitReached, Protos.LimitReached>("lim1", Protos.LimitReached.Parser, ToProto, ToReached),
        Mapping.Proto<ScopePaused, Protos.ScopePaused>("scp1", Protos.ScopePaused.Parser, ToProto, ToPaused),
    ];

    private static Protos.LimitReached ToProto(LimitReached m)
    {
        var proto = new Protos.LimitReached
        {
            EndpointId = m.EndpointId.Value, CallId = m.CallId.ToProto(), RemainingMs = m.RemainingMs, Scope = (int)m.Scope,
        };
        if (m.Model is { } model)
        {
            proto.Model = model;
        }

        return proto;
    }

    private static LimitReached ToReached(Protos.LimitReached p) => new(
        p.EndpointId.ToEndpointId(), p.CallId.ToCallId(), p.RemainingMs, Known<PauseScope>(p.Scope), p.HasModel ? p.Model : null);

    private static Protos.ScopePaused ToProto(ScopePaused m)
    {
        var proto = new Protos.ScopePaused
        {
            Provider = (int)m.Provider, RemainingMs = m.RemainingMs, Cause = (int)m.Cause, Source = m.Source.Value,
        };
        if (m.BaseUrl is { } url)
        {
            proto.BaseUrl = url;
        }

        if (m.QuotaGroup is { } group)
        {
            proto.QuotaGroup = group;
        }

        if (m.Model is { } model)
        {
            proto.Model = model;
        }

        return proto;
    }

    private static ScopePaused ToPaused(Protos.ScopePaused p) => new(
        Known<ProviderKind>(p.Provider),
        p.HasBaseUrl ? p.BaseUrl : null,
        p.HasQuotaGroup ? p.QuotaGroup : null,
        p.HasModel ? p.Model : null,
        p.RemainingMs,
        Known<OutcomeClass>(p.Cause),
        p.Source.ToEndpointId());
}
