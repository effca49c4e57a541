using BenchmarkDotNet.Attributes;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Core.Admission;
using MultiplexCluster.Core.Health;
using MultiplexCluster.Core.Limits;

namespace MultiplexCluster.Micro.Core;

/// <summary>What an endpoint decides per request: whether it is granted, and what its end means.</summary>
public class HealthBenchmarks
{
    private static readonly TimeSpan Now = TimeSpan.FromHours(1);
    private static readonly EndpointSettings Settings = new() { Provider = ProviderKind.OpenAi };
    private static readonly Applicant Newcomer = new(IsRetry: false, LastResort: false, TimeSpan.FromMinutes(2));
    private readonly EndpointHealth _cooling = Judged(OutcomeClass.RateLimited);
    private readonly RateLimits _limits = Filled(1_000_000_000);
    private readonly AdmissionView _limited = new(Settings, EndpointHealth.Healthy, 2, 0, IsDraining: false, TimeSpan.FromSeconds(1)) { Limits = Filled(1_000_000) };
    private readonly AdmissionView _usedUp = new(Settings, EndpointHealth.Healthy, 2, 0, IsDraining: false, TimeSpan.FromSeconds(1)) { Limits = Filled(240) };
    private readonly AdmissionView _free = new(Settings, EndpointHealth.Healthy, 2, 0, IsDraining: false, TimeSpan.FromSeconds(1));

    [Benchmark]
    public AdmissionDecision AdmitToFreeSlot() => AdmissionRules.Decide(_free, Newcomer, Now);

    [Benchmark]
    public AdmissionDecision AdmitDuringCooldown() => AdmissionRules.Decide(_free with { Health = _cooling }, Newcomer, Now);

    [Benchmark]
    public AdmissionDecision AdmitWithinLimits() => AdmissionRules.Decide(_limited, Newcomer with { Tokens = 500 }, Now);

    [Benchmark]
    public AdmissionDecision AdmitWhenUsedUp() => AdmissionRules.Decide(_usedUp, Newcomer with { Tokens = 500 }, Now);

    [Benchmark]
    public void BeginAndSettle()
    {
        _limits.Begin(500, Now);
        _limits.Settle(1_000, 500, Now, new TokenUsage(0, 0, 0, 0));
    }

    [Benchmark]
    public EndpointHealth JudgeSuccess() => Judged(OutcomeClass.Success);

    [Benchmark]
    public EndpointHealth JudgeFailure() => Judged(OutcomeClass.Failing);

    [Benchmark]
    public EndpointHealth JudgeRateLimit() => Judged(OutcomeClass.RateLimited);

    // A call in each step of the window.
    private static RateLimits Filled(int limit)
    {
        var limits = RateLimits.Of(Settings with { RequestsPerMinute = limit, TokensPerMinute = 1_000_000_000 }, null)!;
        for (var i = 240; i > 0; i--)
        {
            limits.Begin(10, Now - (i * SlidingWindow.Step));
        }

        return limits;
    }

    private static EndpointHealth Judged(OutcomeClass outcome) => HealthRules.Judge(
        EndpointHealth.Healthy, Settings, new JudgedCall(0, IsProbe: false), new CallOutcome(outcome, null, null), Now, draw: 0.5);
}
