using System.Runtime.CompilerServices;
using System.Runtime.Serialization;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;

namespace MultiplexCluster.Actors.Serialization.Wire;

/// <summary>The parts that many messages share, and the checks that make reading strict.</summary>
internal static class Fields
{
    internal static T Required<T>(T? value, [CallerArgumentExpression(nameof(value))] string field = "")
        where T : class => value ?? throw Missing(field);

    internal static T Required<T>(bool has, T value, [CallerArgumentExpression(nameof(value))] string field = "")
        where T : struct => has ? value : throw Missing(field);

    /// <summary>The enum's value for a number; an unknown number throws.</summary>
    internal static TEnum Known<TEnum>(int number)
        where TEnum : struct, Enum
    {
        var value = Unsafe.BitCast<int, TEnum>(number);
        return Enum.IsDefined(value) ? value : throw new SerializationException($"unknown {typeof(TEnum).Name} {number}");
    }

    internal static EndpointId ToEndpointId(this string text) => EndpointId.Parse(text);

    internal static Protos.CallId ToProto(this CallId id) =>
        new() { Router = id.Router.ToFixed(), Sequence = id.Sequence, Attempt = id.Attempt };

    internal static CallId ToCallId(this Protos.CallId? proto)
    {
        var id = Required(proto);
        return new(
            Required(id.HasRouter, id.Router).ToRouterId(),
            Required(id.HasSequence, id.Sequence),
            Required(id.HasAttempt, id.Attempt));
    }

    internal static ulong ToFixed(this RouterId id) => unchecked((ulong)id.Incarnation);

    internal static RouterId ToRouterId(this ulong number) => new(unchecked((long)number));

    internal static Protos.RouterMark ToProto(this RouterId router, long number) => new() { Router = router.ToFixed(), Number = number };

    internal static (RouterId Router, long Number) ToMark(this Protos.RouterMark? proto)
    {
        var mark = Required(proto);
        return (Required(mark.HasRouter, mark.Router).ToRouterId(), mark.Number);
    }

    internal static Protos.Load ToProto(this EndpointLoad load)
    {
        var proto = new Protos.Load
        {
            State = (int)load.State, RemainingMs = load.RemainingMs, Running = load.Running, Yours = load.Yours, Waiting = load.Waiting,
            Limit = (int)load.Limit,
        };
        if (load.MeanHoldMs >= 0)
        {
            proto.MeanHoldMs = load.MeanHoldMs;
        }

        return proto;
    }

    internal static EndpointLoad ToLoad(this Protos.Load? proto)
    {
        var load = Required(proto);
        return new(Known<EndpointState>(Required(load.HasState, load.State)), load.RemainingMs, load.Running, load.Yours, load.Waiting)
        {
            MeanHoldMs = load.HasMeanHoldMs ? load.MeanHoldMs : -1,
            Limit = Known<MinuteLimit>(load.Limit),
        };
    }

    private static SerializationException Missing(string field) => new($"missing field {field}");
}
