using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;
using static MultiplexCluster.Actors.Serialization.Wire.Fields;

namespace MultiplexCluster.Actors.Serialization.Wire;

/// <summary>How nodes acknowledge each other.</summary>
internal static class LeaseMappings
{
    internal static IEnumerable<Mapping> All =>
    [
        Mapping.Proto<LeasePing, Protos.LeasePing>(
            "png1",
            Protos.LeasePing.Parser,
            m => new() { From = ToProto(m.From), Number = m.Number, Departed = { m.Departed.Select(ToProto) } },
            p => new(ToNode(Required(p.HasFrom, p.From)), Required(p.HasNumber, p.Number), [.. p.Departed.Select(ToDeparted)])),
        Mapping.Proto<LeasePong, Protos.LeasePong>(
            "pog1",
            Protos.LeasePong.Parser,
            m => new() { From = ToProto(m.From), Number = m.Number },
            p => new(ToNode(Required(p.HasFrom, p.From)), Required(p.HasNumber, p.Number))),
    ];

    private static Protos.DepartedNode ToProto(DepartedNode departed)
    {
        var proto = new Protos.DepartedNode { Node = ToProto(departed.Node), DepartedMsAgo = departed.DepartedMsAgo };
        if (departed.AcknowledgedMsAgo is { } ms)
        {
            proto.AcknowledgedMsAgo = ms;
        }

        return proto;
    }

    private static DepartedNode ToDeparted(Protos.DepartedNode p) =>
        new(ToNode(Required(p.HasNode, p.Node)), p.HasAcknowledgedMsAgo ? p.AcknowledgedMsAgo : null, p.DepartedMsAgo);

    private static uint ToProto(NodeId node) => unchecked((uint)node.Value);

    private static NodeId ToNode(uint number) => new(unchecked((int)number));
}
