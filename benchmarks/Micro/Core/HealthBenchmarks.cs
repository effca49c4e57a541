using BenchmarkDotNet.Attributes;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Core.Admission;
using MultiplexCluster.Core.Health;

namespace MultiplexCluster.Micro.Core;

/// <summary>What an endpoint decides per request: whether it is granted, and what its end means.</summary>
public class HealthBenchmarks
{
    private static readonly TimeSpan Now = TimeSpan.FromHours(1);
    private static readonly EndpointSettings Settings = new() { Provider = ProviderKind.OpenAi };
    private static readonly Applicant Newcomer = new(IsRetry: false, LastResort: false, TimeSpan.FromMinutes(2));
    private readonly EndpointHealth _cooling = Judged(OutcomeClass.RateLimited);
    private readonly AdmissionView _free = new(Settings, EndpointHealth.Healthy, 2, 0, IsDraining: false, TimeSpan.FromSeconds(1));

    [Benchmark]
    public AdmissionDecision AdmitToFreeSlot() => AdmissionRules.Decide(_free, Newcomer, Now);

    [Benchmark]
    public AdmissionDecision AdmitDuringCooldown() => AdmissionRules.Decide(_free with { Health = _cooling }, Newcomer, Now);

    [Benchmark]
    public EndpointHealth JudgeSuccess() => Judged(OutcomeClass.Success);

    [Benchmark]
    public EndpointHealth JudgeFailure() => Judged(OutcomeClass.Failing);

    [Benchmark]
    public EndpointHealth JudgeRateLimit() => Judged(OutcomeClass.RateLimited);

    private static EndpointHealth Judged(OutcomeClass outcome) => HealthRules.Judge(
        EndpointHealth.Healthy, Settings, new JudgedCall(0, IsProbe: false), new CallOutcome(outcome, null, null), Now, draw: 0.5);
}
