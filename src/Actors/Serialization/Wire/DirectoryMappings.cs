using MultiplexCluster.Contracts.Protocol;
using static MultiplexCluster.Actors.Serialization.Wire.Fields;

namespace MultiplexCluster.Actors.Serialization.Wire;

/// <summary>How routers learn which endpoints there are.</summary>
internal static class DirectoryMappings
{
    internal static IEnumerable<Mapping> All =>
    [
        Mapping.Proto<EndpointAnnouncement, Protos.EndpointAnnouncement>("ann1", Protos.EndpointAnnouncement.Parser, ToProto, ToAnnouncement),
        Mapping.Proto<EndpointGone, Protos.EndpointGone>(
            "gon1",
            Protos.EndpointGone.Parser,
            m => new() { EndpointId = m.EndpointId.Value },
            p => new(p.EndpointId.ToEndpointId())),
        Mapping.Proto<DirectoryUpdate, Protos.DirectoryUpdate>(
            "dir1",
            Protos.DirectoryUpdate.Parser,
            m => new() { Announcements = { m.Announcements.Select(ToProto) }, Gone = { m.Gone.Select(id => id.Value) } },
            p => new([.. p.Announcements.Select(ToAnnouncement)], [.. p.Gone.Select(id => id.ToEndpointId())])),
        Mapping.Proto<DirectoryRequest, Protos.DirectoryRequest>(
            "drq1",
            Protos.DirectoryRequest.Parser,
            m => new() { Known = { m.Known.Select(ToProto) } },
            p => new([.. p.Known.Select(ToEdition)])),
        Mapping.Proto<DirectoryEdition, Protos.DirectoryEdition>("ded1", Protos.DirectoryEdition.Parser, ToProto, ToEdition),
        Mapping.Proto<WakeEndpoint, Protos.WakeEndpoint>(
            "wak1",
            Protos.WakeEndpoint.Parser,
            m => new() { EndpointId = m.EndpointId.Value },
            p => new(p.EndpointId.ToEndpointId())),
    ];

    private static Protos.DirectoryEdition ToProto(DirectoryEdition m) =>
        new() { Reporter = unchecked((ulong)m.Reporter), Number = m.Number, IsWhole = m.IsWhole };

    private static DirectoryEdition ToEdition(Protos.DirectoryEdition p) => new(
        unchecked((long)Required(p.HasReporter, p.Reporter)),
        Required(p.HasNumber, p.Number),
        p.IsWhole);

    private static Protos.EndpointAnnouncement ToProto(EndpointAnnouncement m) => new()
    {
        EndpointId = m.EndpointId.Value,
        Incarnation = unchecked((ulong)m.Incarnation),
        Version = m.Version,
        Settings = m.Settings.ToProto(),
        Load = m.Load.ToProto(),
        ModelsResumed = m.ModelsResumed,
    };

    private static EndpointAnnouncement ToAnnouncement(Protos.EndpointAnnouncement p) => new(
        p.EndpointId.ToEndpointId(),
        unchecked((long)Required(p.HasIncarnation, p.Incarnation)),
        Required(p.HasVersion, p.Version),
        p.Settings.ToSettings(),
        p.Load.ToLoad())
    {
        ModelsResumed = p.ModelsResumed,
    };
}
