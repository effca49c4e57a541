using MultiplexCluster.Contracts.Protocol;
using static MultiplexCluster.Actors.Serialization.Wire.Fields;

namespace MultiplexCluster.Actors.Serialization.Wire;

/// <summary>What a new incarnation asks routers, and their answer.</summary>
internal static class HandoverMappings
{
    internal static IEnumerable<Mapping> All =>
    [
        Mapping.Proto<HoldingsRequest, Protos.HoldingsRequest>("hrq1", Protos.HoldingsRequest.Parser, ToProto, ToRequest),
        Mapping.Proto<Holdings, Protos.Holdings>("hol1", Protos.Holdings.Parser, ToProto, ToHoldings),
    ];

    private static Protos.HoldingsRequest ToProto(HoldingsRequest m) => new()
    {
        EndpointId = m.EndpointId.Value,
        Incarnation = unchecked((ulong)m.Incarnation),
        Marks = { m.Marks.Select(mark => mark.Key.ToProto(mark.Value)) },
    };

    private static HoldingsRequest ToRequest(Protos.HoldingsRequest p) => new(
        p.EndpointId.ToEndpointId(),
        unchecked((long)Required(p.HasIncarnation, p.Incarnation)),
        p.Marks.Select(mark => mark.ToMark()).ToDictionary(mark => mark.Router, mark => mark.Number));

    private static Protos.Holdings ToProto(Holdings m) => new()
    {
        EndpointId = m.EndpointId.Value,
        Incarnation = unchecked((ulong)m.Incarnation),
        Router = m.Router.ToFixed(),
        Permits = { m.Permits.Select(id => id.ToProto()) },
        KeyVersions = { m.KeyVersions },
        Page = m.Page,
        HasMore = m.HasMore,
    };

    private static Holdings ToHoldings(Protos.Holdings p) => new(
        p.EndpointId.ToEndpointId(),
        unchecked((long)Required(p.HasIncarnation, p.Incarnation)),
        Required(p.HasRouter, p.Router).ToRouterId(),
        [.. p.Permits.Select(id => id.ToCallId())])
    {
        KeyVersions = [.. p.KeyVersions],
        Page = p.Page,
        HasMore = p.HasMore,
    };
}
