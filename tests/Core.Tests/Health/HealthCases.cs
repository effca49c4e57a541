using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Core.Health;

namespace MultiplexCluster.Core.Tests.Health;

/// <summary>What the health specs share.</summary>
internal static class HealthCases
{
    public static readonly TimeSpan Start = TimeSpan.FromHours(1);

    public static readonly EndpointSettings Defaults = new() { Provider = ProviderKind.OpenAi };

    public static CallId Call(int n) => new(new RouterId(1), n, 1);

    public static EndpointHealth After(
        this EndpointHealth health, OutcomeClass outcome, TimeSpan now, long? epoch = null, bool isProbe = false, TimeSpan? retryAfter = null) =>
        HealthRules.Judge(
            health, Defaults, new JudgedCall(epoch ?? health.Epoch, isProbe), new CallOutcome(outcome, retryAfter, null), now, draw: 0);

    public static EndpointHealth Probing(this EndpointHealth health, TimeSpan now) => health.Probing(Call(1), now);

    public static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
