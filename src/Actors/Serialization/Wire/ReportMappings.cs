using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Contracts.Requests;
using static MultiplexCluster.Actors.Serialization.Wire.Fields;

namespace MultiplexCluster.Actors.Serialization.Wire;

/// <summary>What became of permits.</summary>
internal static class ReportMappings
{
    internal static IEnumerable<Mapping> All =>
    [
        Mapping.Proto<ProbeVerdict, Protos.ProbeVerdict>(
            "prv1",
            Protos.ProbeVerdict.Parser,
            m => new() { EndpointId = m.EndpointId.Value, CallId = m.CallId.ToProto(), Outcome = (int)m.Outcome },
            p => new(p.EndpointId.ToEndpointId(), p.CallId.ToCallId(), Known<OutcomeClass>(p.Outcome))),
        Mapping.Proto<Report, Protos.Report>("rep1", Protos.Report.Parser, ToProto, ToReport),
        Mapping.Proto<ReportsCovered, Protos.ReportsCovered>(
            "cov1",
            Protos.ReportsCovered.Parser,
            m => new() { EndpointId = m.EndpointId.Value, Mark = m.Router.ToProto(m.Number) },
            ToCovered),
        Mapping.Proto<ReportsSent, Protos.ReportsSent>(
            "snt1",
            Protos.ReportsSent.Parser,
            m => new() { EndpointId = m.EndpointId.Value, Mark = m.Router.ToProto(m.Number) },
            ToSent),
        Mapping.Proto<ReportsMissing, Protos.ReportsMissing>(
            "mis1",
            Protos.ReportsMissing.Parser,
            m => new() { EndpointId = m.EndpointId.Value, From = m.Router.ToProto(m.FromNumber) },
            ToMissing),
    ];

    internal static Protos.Report ToProto(Report m)
    {
        var proto = new Protos.Report
        {
            EndpointId = m.EndpointId.Value,
            CallId = m.CallId.ToProto(),
            Number = m.Number,
            Usage = new() { Input = m.Usage.Input, CachedInput = m.Usage.CachedInput, Output = m.Usage.Output, Total = m.Usage.Total },
            IsKeyCheck = m.IsKeyCheck,
        };
        if (m.Attempt is { } attempt)
        {
            proto.Attempt = (int)attempt;
        }

        if (m.Request is { } request)
        {
            proto.Request = (int)request;
        }

        if (m.RetryAfterMs is { } delay)
        {
            proto.RetryAfterMs = delay;
        }

        if (m.Detail is { } detail)
        {
            proto.Detail = detail;
        }

        if (m.Scope is { } scope)
        {
            proto.Scope = (int)scope;
        }

        if (m.Model is { } model)
        {
            proto.Model = model;
        }

        return proto;
    }

    internal static Report ToReport(Protos.Report p)
    {
        var usage = Required(p.Usage);
        return new(
            p.EndpointId.ToEndpointId(),
            p.CallId.ToCallId(),
            Required(p.HasNumber, p.Number),
            p.HasAttempt ? Known<OutcomeClass>(p.Attempt) : null,
            p.HasRequest ? Known<RequestOutcome>(p.Request) : null,
            new TokenUsage(usage.Input, usage.CachedInput, usage.Output, usage.Total),
            p.HasRetryAfterMs ? p.RetryAfterMs : null,
            p.HasDetail ? p.Detail : null)
        {
            Scope = p.HasScope ? Known<PauseScope>(p.Scope) : null,
            Model = p.HasModel ? p.Model : null,
            IsKeyCheck = p.IsKeyCheck,
        };
    }

    private static ReportsCovered ToCovered(Protos.ReportsCovered p)
    {
        var (router, number) = p.Mark.ToMark();
        return new(p.EndpointId.ToEndpointId(), router, number);
    }

    private static ReportsSent ToSent(Protos.ReportsSent p)
    {
        var (router, number) = p.Mark.ToMark();
        return new(p.EndpointId.ToEndpointId(), router, number);
    }

    private static ReportsMissing ToMissing(Protos.ReportsMissing p)
    {
        var (router, number) = p.From.ToMark();
        return new(p.EndpointId.ToEndpointId(), router, number);
    }
}
