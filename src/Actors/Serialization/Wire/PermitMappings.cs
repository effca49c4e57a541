using System.Runtime.Serialization;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Core.Queueing;
using static MultiplexCluster.Actors.Serialization.Wire.Fields;

namespace MultiplexCluster.Actors.Serialization.Wire;

/// <summary>The conversation about permits.</summary>
internal static class PermitMappings
{
    internal static IEnumerable<Mapping> All =>
    [
        Mapping.Proto("acq1", Protos.Acquire.Parser, ToProto, ToAcquire),
        Mapping.Proto("gra1", Protos.Granted.Parser, ToProto, ToGranted),
        Mapping.Proto<GrantedSeveral, Protos.GrantedSeveral>("grs1", Protos.GrantedSeveral.Parser, ToProto, ToSeveral),
        Mapping.Proto<ReportsAndQuestions, Protos.ReportsAndQuestions>("raq1", Protos.ReportsAndQuestions.Parser, ToProto, ToSeveral),
        Mapping.Proto("que1", Protos.Queued.Parser, ToProto, ToQueued),
        Mapping.Proto("rej1", Protos.Rejected.Parser, ToProto, ToRejected),
        Mapping.Proto<LoadQuery, Protos.LoadQuery>(
            "ldq1",
            Protos.LoadQuery.Parser,
            m => new() { EndpointId = m.EndpointId.Value, Router = m.Router.ToFixed() },
            p => new(p.EndpointId.ToEndpointId(), Required(p.HasRouter, p.Router).ToRouterId())),
        Mapping.Proto<LoadTold, Protos.LoadTold>(
            "ldt1",
            Protos.LoadTold.Parser,
            m => new() { EndpointId = m.EndpointId.Value, Load = m.Load.ToProto() },
            p => new(p.EndpointId.ToEndpointId(), p.Load.ToLoad())),
        Mapping.Proto<Moved, Protos.Moved>(
            "mov1",
            Protos.Moved.Parser,
            m => new() { EndpointId = m.EndpointId.Value, CallId = m.CallId.ToProto() },
            p => new(p.EndpointId.ToEndpointId(), p.CallId.ToCallId())),
        Mapping.Proto<Withdraw, Protos.Withdraw>(
            "wdr1",
            Protos.Withdraw.Parser,
            m => new() { EndpointId = m.EndpointId.Value, CallId = m.CallId.ToProto() },
            p => new(p.EndpointId.ToEndpointId(), p.CallId.ToCallId())),
        Mapping.Proto<Withdrawn, Protos.Withdrawn>(
            "wdn1",
            Protos.Withdrawn.Parser,
            m => new() { EndpointId = m.EndpointId.Value, CallId = m.CallId.ToProto(), Load = m.Load.ToProto() },
            p => new(p.EndpointId.ToEndpointId(), p.CallId.ToCallId(), p.Load.ToLoad())),
    ];

    private static Protos.Acquire ToProto(Acquire m)
    {
        var proto = new Protos.Acquire
        {
            EndpointId = m.EndpointId.Value,
            CallId = m.CallId.ToProto(),
            RequestId = m.RequestId.Value,
            Priority = (int)m.Priority,
            WaitedMs = m.WaitedMs,
            IsRetry = m.IsRetry,
            LastResort = m.LastResort,
            IsPinned = m.IsPinned,
            Lane = m.Lane,
            OnlyAtOnce = m.OnlyAtOnce,
            BodyBytes = m.BodyBytes,
            IsKeyCheck = m.IsKeyCheck,
        };
        if (m.WaitLimitMs is { } limit)
        {
            proto.WaitLimitMs = limit;
        }

        if (m.Model is { } model)
        {
            proto.Model = model;
        }

        return proto;
    }

    private static Acquire ToAcquire(Protos.Acquire p) => new(
        p.EndpointId.ToEndpointId(),
        p.CallId.ToCallId(),
        RequestId.Parse(p.RequestId),
        Known<PriorityClass>(Required(p.HasPriority, p.Priority)),
        p.HasWaitLimitMs ? p.WaitLimitMs : null,
        p.WaitedMs,
        p.IsRetry,
        p.LastResort,
        p.IsPinned)
    {
        Lane = p.Lane is >= 0 and < Lanes.Count ? (byte)p.Lane : throw new SerializationException($"unknown lane {p.Lane}"),
        OnlyAtOnce = p.OnlyAtOnce,
        BodyBytes = p.BodyBytes,
        Model = p.HasModel ? p.Model : null,
        IsKeyCheck = p.IsKeyCheck,
    };

    private static Protos.Granted ToProto(Granted m) => new()
    {
        EndpointId = m.EndpointId.Value,
        CallId = m.CallId.ToProto(),
        Target = m.Target.ToProto(),
        IsProbe = m.IsProbe,
        Load = m.Load.ToProto(),
        ReportMayWait = m.ReportMayWait,
        TakesSeveral = m.TakesSeveral,
    };

    private static Granted ToGranted(Protos.Granted p) =>
        new(p.EndpointId.ToEndpointId(), p.CallId.ToCallId(), p.Target.ToTarget(), p.IsProbe, p.Load.ToLoad())
        {
            ReportMayWait = p.ReportMayWait,
            TakesSeveral = p.TakesSeveral,
        };

    private static Protos.GrantedSeveral ToProto(GrantedSeveral m) => new()
    {
        EndpointId = m.EndpointId.Value,
        CallIds = { m.CallIds.Select(id => id.ToProto()) },
        Target = m.Target.ToProto(),
        Load = m.Load.ToProto(),
        ReportMayWait = m.ReportMayWait,
    };

    private static GrantedSeveral ToSeveral(Protos.GrantedSeveral p) => new(
        p.EndpointId.ToEndpointId(), [.. p.CallIds.Select(id => id.ToCallId())], p.Target.ToTarget(), p.Load.ToLoad(), p.ReportMayWait);

    private static Protos.ReportsAndQuestions ToProto(ReportsAndQuestions m) => new()
    {
        EndpointId = m.EndpointId.Value,
        Reports = { m.Reports.Select(ReportMappings.ToProto) },
        Questions = { m.Questions.Select(ToProto) },
    };

    private static ReportsAndQuestions ToSeveral(Protos.ReportsAndQuestions p) => new(
        p.EndpointId.ToEndpointId(), [.. p.Reports.Select(ReportMappings.ToReport)], [.. p.Questions.Select(ToAcquire)]);

    private static Protos.Queued ToProto(Queued m) => new()
    {
        EndpointId = m.EndpointId.Value,
        CallId = m.CallId.ToProto(),
        Position = m.Position,
        WaitLimitMs = m.WaitLimitMs,
        Load = m.Load.ToProto(),
    };

    private static Queued ToQueued(Protos.Queued p) =>
        new(p.EndpointId.ToEndpointId(), p.CallId.ToCallId(), p.Position, p.WaitLimitMs, p.Load.ToLoad());

    private static Protos.Rejected ToProto(Rejected m)
    {
        var proto = new Protos.Rejected
        {
            EndpointId = m.EndpointId.Value,
            CallId = m.CallId.ToProto(),
            Reason = (int)m.Reason,
            Load = m.Load.ToProto(),
            IsOfModel = m.IsOfModel,
        };
        if (m.RetryAfterMs is { } delay)
        {
            proto.RetryAfterMs = delay;
        }

        if (m.Detail is { } detail)
        {
            proto.Detail = detail;
        }

        return proto;
    }

    private static Rejected ToRejected(Protos.Rejected p) => new(
        p.EndpointId.ToEndpointId(),
        p.CallId.ToCallId(),
        Known<RejectionReason>(p.Reason),
        p.HasRetryAfterMs ? p.RetryAfterMs : null,
        p.HasDetail ? p.Detail : null,
        p.Load.ToLoad())
    {
        IsOfModel = p.IsOfModel,
    };
}
